package dev.legato.cluster;

import com.hazelcast.map.IMap;
import dev.legato.cluster.Cluster.Lease;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease as an entry of a map, which expires unless its holder extends it. The holder counts its time from before it asks,
 * and the entry lives {@link #MARGIN} longer: so the holder gives up before another can take the lease, whatever way the
 * cluster rounds its seconds.
 */
final class HazelcastLease implements Lease {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastLease.class);

    /** Hazelcast counts the life of an entry in whole seconds, and may round down. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** A lease is extended so often within its duration. */
    private static final int RENEWALS = 4;

    private final Vertx vertx;
    private final Context context;
    private final IMap<String, String> leases;
    private final String name;
    private final String holder = UUID.randomUUID().toString();
    private final Duration duration;
    private final LongSupplier nanoTime;
    private final Promise<Void> lost = Promise.promise();
    private volatile long heldUntil;
    private volatile boolean ended;
    private volatile long timer;

    private HazelcastLease(
            Vertx vertx, IMap<String, String> leases, String name, Duration duration, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.leases = leases;
        this.name = name;
        this.duration = duration;
        this.nanoTime = nanoTime;
    }

    /** Takes a lease; empty if another holds it. */
    static Future<Optional<Lease>> take(
            Vertx vertx, IMap<String, String> leases, String name, Duration duration, LongSupplier nanoTime) {
        HazelcastLease lease = new HazelcastLease(vertx, leases, name, duration, nanoTime);
        return lease.extend().map(taken -> taken ? Optional.of(lease.started()) : Optional.empty());
    }

    @Override
    public boolean isHeld() {
        return !ended && left() > 0;
    }

    @Override
    public Future<Void> lost() {
        return lost.future();
    }

    @Override
    public Future<Void> release() {
        ended = true;
        vertx.cancelTimer(timer);
        return submit(new HolderChange(holder, Duration.ZERO)).mapEmpty();
    }

    private Lease started() {
        timer = vertx.setPeriodic(duration.toMillis() / RENEWALS, _ -> renew());
        return this;
    }

    /** Takes the lease, or extends it; false if another holds it. */
    private Future<Boolean> extend() {
        long asked = nanoTime.getAsLong();
        return submit(new HolderChange(holder, duration.plus(MARGIN))).onSuccess(mine -> {
            if (mine) {
                heldUntil = asked + duration.toNanos();
            }
        });
    }

    private Future<Boolean> submit(HolderChange change) {
        try {
            return Future.fromCompletionStage(leases.submitToKey(name, change), context);
        } catch (RuntimeException e) {
            return Future.failedFuture(e); // thrown, not returned, once this process has left the cluster
        }
    }

    private void renew() {
        if (ended) {
            return;
        }
        // Said at once if the next look would come too late.
        if (left() <= duration.toNanos() / RENEWALS) {
            lose("the cluster does not answer");
            return;
        }
        var _ = extend().onSuccess(mine -> {
            if (!mine && !ended) {
                lose("another member holds it");
            }
        });
    }

    private void lose(String reason) {
        LOG.warn("lost the lease {}: {}", name, reason);
        var _ = release();
        lost.tryComplete();
    }

    /** Nanoseconds, negative once it is over. */
    private long left() {
        return heldUntil - nanoTime.getAsLong();
    }
}
