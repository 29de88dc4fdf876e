package dev.legato.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** The cluster of a process that is alone: whatever is published stays here, and a lease is never lost. */
final class SingleProcess implements Cluster {
    private final Member self;
    private final ConcurrentMap<String, Listeners<byte[]>> topics = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Lease> leases = new ConcurrentHashMap<>();
    private final LocalPermits permits = new LocalPermits(System::nanoTime);
    private final LocalSeats seats = new LocalSeats(System::nanoTime);

    SingleProcess(String host) {
        this.self = new Member(UUID.randomUUID().toString(), host);
    }

    @Override
    public Future<Vertx> build(VertxBuilder builder) {
        return UNCLUSTERED.build(builder);
    }

    @Override
    public Member self() {
        return self;
    }

    @Override
    public List<Member> members() {
        return List.of(self);
    }

    @Override
    public Subscription onMembers(Consumer<List<Member>> listener) {
        Listeners.call(listener, members());
        return () -> {};
    }

    @Override
    public Future<Void> publish(String topic, byte[] payload) {
        Arguments.requirePublishable(topic, payload);
        Listeners<byte[]> listeners = topics.get(topic);
        if (listeners != null) {
            listeners.tell(payload.clone());
        }
        return Future.succeededFuture();
    }

    @Override
    public Subscription subscribe(String topic, Consumer<byte[]> listener) {
        Arguments.requireTopic(topic);
        return topics.computeIfAbsent(topic, _ -> new Listeners<>()).add(listener);
    }

    @Override
    public Future<Optional<Lease>> lease(String name, Duration duration) {
        Arguments.requireLease(name, duration);
        Lease lease = new Held(name);
        return Future.succeededFuture(leases.putIfAbsent(name, lease) == null ? Optional.of(lease) : Optional.empty());
    }

    @Override
    public Future<Optional<Permit>> permit(String name, int max, Duration duration) {
        Arguments.requirePermit(name, max, duration);
        return CountedPermit.take(permits, name, max, duration, System::nanoTime);
    }

    @Override
    public Future<SeatAnswer> seat(String name, String holder, int max, Duration life, Duration rest) {
        Arguments.requireSeat(name, holder, max, life, rest);
        return Future.succeededFuture(seats.take(name, holder, max, life, rest));
    }

    private final class Held implements Lease {
        private final String name;
        private final Promise<Void> lost = Promise.promise();

        Held(String name) {
            this.name = name;
        }

        @Override
        public boolean isHeld() {
            return leases.get(name) == this;
        }

        @Override
        public Future<Void> lost() {
            return lost.future();
        }

        @Override
        public Future<Void> release() {
            leases.remove(name, this);
            return Future.succeededFuture();
        }
    }
}
