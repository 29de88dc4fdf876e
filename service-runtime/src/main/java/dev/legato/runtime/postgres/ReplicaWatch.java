package dev.legato.runtime.postgres;

import dev.legato.runtime.postgres.ServerLook.Role;
import dev.legato.runtime.postgres.Standing.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all servers {@value #LOOKS_PER_SECOND} times per second, on a timer of its own, and says which is the primary and
 * which replicas may be read. Requests take what the last look saw and ask nobody.
 *
 * <p>The primary is the server that is not in recovery. If two say so, because a dead primary has come back without knowing
 * that another was promoted, the one of the higher timeline is; a timeline lower than one seen before is never written to
 * again. Without any, the last one stays, whose failures say that it is down. A replica on another timeline than the primary's
 * is not read: its positions count another log.
 */
final class ReplicaWatch {
    static final Duration EVERY = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaWatch.class);
    private static final int LOOKS_PER_SECOND = 4;
    private static final int STALE_SECONDS = 3;

    private final Vertx vertx;
    private final List<Server> servers;
    private final Duration maxLag;
    private final LagHistory history;
    private final LongSupplier nanoTime;
    private volatile Server primary;
    private volatile Map<Server, Standing> standings = Map.of();
    private volatile long floor = Long.MAX_VALUE;
    private long timeline;
    private long primarySeen;
    private long timer;

    ReplicaWatch(
            Vertx vertx,
            List<Server> servers,
            Duration maxLag,
            LongSupplier nanoTime,
            MeterRegistry meters,
            String schema) {
        this.vertx = vertx;
        this.servers = List.copyOf(servers);
        this.maxLag = maxLag;
        this.nanoTime = nanoTime;
        this.primary = servers.getFirst();
        this.primarySeen = nanoTime.getAsLong();
        this.history = new LagHistory(maxLag.plus(EVERY.multipliedBy(4)));
        servers.forEach(server -> register(server, meters, schema));
    }

    /** Looks once and from then on by timer; completes after the first look. */
    Future<Void> start() {
        return look().onComplete(_ -> timer = vertx.setPeriodic(EVERY.toMillis(), _ -> {
            var _ = look();
        }));
    }

    Server primary() {
        return primary;
    }

    /**
     * Takes the position of a commit for a look at the primary where there is none: the watch may fail to see a primary that
     * requests still write to, and replicas fall behind it meanwhile.
     *
     * @param server that committed
     * @param position behind the commit, in bytes; {@link Long#MAX_VALUE} if it is not known
     */
    void committed(Server server, long position) {
        if (server.look().role() != Role.PRIMARY && position != Long.MAX_VALUE) {
            add(server, position);
        }
    }

    private synchronized void add(Server server, long position) {
        if (server == primary) {
            primarySeen = nanoTime.getAsLong();
            var _ = history.add(primarySeen, position, timeline);
        }
    }

    /**
     * Chooses a replica at random among those that may be read.
     *
     * @param position what it must have replayed
     * @param except one that has just failed, or null
     */
    Optional<Server> replica(long position, @Nullable Server except, RandomGenerator random) {
        long required = Math.max(position, floor);
        List<Server> usable = new ArrayList<>(servers.size());
        standings.forEach((server, standing) -> {
            if (standing.state() == State.IN_USE
                    && standing.position() >= required
                    && server != except
                    && server.look().role() == Role.REPLICA) {
                usable.add(server);
            }
        });
        return usable.isEmpty() ? Optional.empty() : Optional.of(usable.get(random.nextInt(usable.size())));
    }

    /** The replica that has replayed most, which is better than none while there is no primary; else empty. */
    Optional<Server> substitute(@Nullable Server except) {
        if (primary.look().role() == Role.PRIMARY) {
            return Optional.empty();
        }
        return servers.stream()
                .filter(server ->
                        server.isReadable() && server != except && server.look().role() == Role.REPLICA)
                .max(Comparator.<Server>comparingLong(server -> server.look().timeline())
                        .thenComparingLong(server -> server.look().position()));
    }

    /** Succeeds if there is a primary and no replica is left out; fails with what is not so, naming no address. */
    Future<Void> check() {
        List<String> skipped = new ArrayList<>();
        if (primary.look().role() != Role.PRIMARY) {
            skipped.add("no primary");
        }
        standings.forEach((server, standing) -> {
            switch (standing.state()) {
                case LAGGING ->
                    skipped.add("%s lags by %d ms"
                            .formatted(server.label(), TimeUnit.NANOSECONDS.toMillis(standing.lagNanos())));
                case ASTRAY -> skipped.add(server.label() + " is on another timeline");
                case DOWN -> skipped.add(server.label() + " is down");
                case PRIMARY, IN_USE, UNUSED -> {}
            }
        });
        return skipped.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture(
                        String.join(", ", skipped.stream().sorted().toList()));
    }

    Future<Void> close() {
        var _ = vertx.cancelTimer(timer);
        return Future.join(servers.stream().map(Server::close).toList()).mapEmpty();
    }

    /** Each server on its own: one that is frozen delays the news of no other. */
    private Future<Void> look() {
        return Future.join(servers.stream()
                        .map(server -> server.lookAgain(nanoTime.getAsLong()).onSuccess(_ -> decide()))
                        .toList())
                .mapEmpty();
    }

    private synchronized void decide() {
        long now = nanoTime.getAsLong();
        followPrimary();
        ServerLook main = primary.look();
        if (main.role() == Role.PRIMARY) {
            primarySeen = Math.max(primarySeen, main.at());
            if (history.add(main.at(), main.position(), main.timeline())) {
                // What was migrated just now must be there before a replica is read; and how far one lags that a new
                // primary
                // finds behind it, nobody knows any more.
                floor = main.position();
            }
        }
        Map<Server, Standing> next = new HashMap<>();
        servers.forEach(server -> next.put(server, standing(server, now)));
        report(next);
        standings = Map.copyOf(next);
    }

    private void followPrimary() {
        Server best = null;
        for (Server server : servers) {
            ServerLook seen = server.look();
            if (server.mayBePrimary()
                    && seen.role() == Role.PRIMARY
                    && seen.timeline() >= timeline
                    && (best == null
                            || seen.timeline() > best.look().timeline()
                            || (seen.timeline() == best.look().timeline() && server == primary))) {
                best = server;
            }
        }
        if (best == null) {
            return;
        }
        timeline = best.look().timeline();
        if (best != primary) {
            LOG.warn("the primary is {} now, no longer {}", best, primary);
            primary = best;
        }
    }

    private Standing standing(Server server, long now) {
        ServerLook seen = server.look();
        if (server == primary && seen.role() == Role.PRIMARY) {
            return new Standing(State.PRIMARY, seen.position(), 0);
        }
        // Without a primary nobody falls behind any further: what it did not send will never come.
        long lag = history.lag(seen.position(), Math.min(seen.at(), primarySeen));
        // A replica that was looked at long ago may be anywhere by now.
        boolean stale = now - seen.at() > EVERY.toNanos() * LOOKS_PER_SECOND * STALE_SECONDS;
        return Standing.of(seen, server.isReadable(), stale, timeline, lag, maxLag);
    }

    private void report(Map<Server, Standing> next) {
        next.forEach((server, standing) -> {
            Standing before = standings.get(server);
            if (before != null && before.state() != standing.state()) {
                LOG.info("{} is {}, was {}", server, standing.state(), before.state());
            }
        });
    }

    private void register(Server server, MeterRegistry meters, String schema) {
        Map<State, String> words = new EnumMap<>(State.class);
        for (State state : State.values()) {
            words.put(state, state.name().toLowerCase(Locale.ROOT));
        }
        words.forEach((state, word) -> Gauge.builder(
                        "legato.postgres.server",
                        server,
                        watched -> standing(watched).state() == state ? 1 : 0)
                .description("1 for the state that a server is in")
                .tag("schema", schema)
                .tag("server", server.label())
                .tag("state", word)
                .register(meters));
        Gauge.builder(
                        "legato.postgres.replica.lag",
                        server,
                        watched -> standing(watched).lagNanos() / (double) TimeUnit.SECONDS.toNanos(1))
                .description("How long a replica is behind the primary")
                .baseUnit("seconds")
                .tag("schema", schema)
                .tag("server", server.label())
                .register(meters);
    }

    private Standing standing(Server server) {
        return standings.getOrDefault(server, Standing.UNKNOWN);
    }
}
