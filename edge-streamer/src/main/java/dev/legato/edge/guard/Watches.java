package dev.legato.edge.guard;

import dev.legato.edge.metrics.EdgeMetrics;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks all connections of an event loop in regular rounds, instead of by a timer or two per connection: for 18,000
 * connections that takes a fraction of a millisecond per second. A timeout is noticed at most one round late.
 */
final class Watches {
    private static final Duration MAX_ROUND = Duration.ofSeconds(1);
    private static final int ROUNDS_PER_TIMEOUT = 4;
    private static final long SECOND = 1_000_000_000;

    private final ConcurrentHashMap<EventExecutor, Loop> loops = new ConcurrentHashMap<>();
    private final EdgeMetrics metrics;
    private final LongSupplier nanoTime;
    private volatile Bounds bounds;

    /** The limits in nanoseconds. */
    private record Bounds(
            ConnectionLimits limits, long headTimeoutNanos, long writeStallNanos, long idleNanos, long roundNanos) {
        static Bounds of(ConnectionLimits limits, Duration idleTimeout) {
            long head = limits.headTimeout().toNanos();
            long stall = limits.writeStall().toNanos();
            long idle = idleTimeout.toNanos();
            long shortest = Math.min(head, Math.min(stall, idle));
            return new Bounds(limits, head, stall, idle, Math.min(MAX_ROUND.toNanos(), shortest / ROUNDS_PER_TIMEOUT));
        }
    }

    Watches(ConnectionLimits limits, Duration idleTimeout, EdgeMetrics metrics, LongSupplier nanoTime) {
        this.bounds = Bounds.of(limits, idleTimeout);
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** Replaces the limits, from the next round of each event loop on. */
    void limit(ConnectionLimits limits, Duration idleTimeout) {
        bounds = Bounds.of(limits, idleTimeout);
    }

    ConnectionLimits limits() {
        return bounds.limits();
    }

    /** @param trusted whether it may make any number of requests per second */
    ConnectionWatch create(boolean trusted) {
        return new ConnectionWatch(this, trusted);
    }

    /** How many requests a connection may make within this time, at least one. */
    private int maxRequests(long nanos) {
        int rate = limits().requestRate();
        return rate == 0 ? Integer.MAX_VALUE : (int) Math.clamp(nanos * (double) rate / SECOND, 1, Integer.MAX_VALUE);
    }

    /** The connections of an event loop; only that loop may call this. */
    Loop loop(EventExecutor executor) {
        return loops.computeIfAbsent(executor, Loop::new);
    }

    /** One event loop's connections, and the time of its last round. */
    final class Loop {
        private final Set<ConnectionWatch> watched = new LinkedHashSet<>();
        private final EventExecutor executor;
        private @Nullable ScheduledFuture<?> rounds;
        private long now = nanoTime.getAsLong();
        private long roundAt = now;
        private long period;

        private Loop(EventExecutor executor) {
            this.executor = executor;
        }

        /** Nanoseconds, as of the last round. */
        long now() {
            return now;
        }

        /** How many requests a connection may make per round. */
        int maxRequestsPerRound() {
            return maxRequests(period);
        }

        /** Whether these are too many since the last round, which may be longer ago than planned. */
        boolean areTooMany(int requests) {
            return requests > maxRequests(Math.max(period, nanoTime.getAsLong() - roundAt));
        }

        void add(ConnectionWatch watch) {
            watched.add(watch);
            now = nanoTime.getAsLong(); // after a delay of the loop a new connection must not look like an old one
            if (rounds == null) {
                roundAt = now;
                schedule();
            }
        }

        private void schedule() {
            period = bounds.roundNanos();
            rounds = executor.scheduleAtFixedRate(this::round, period, period, TimeUnit.NANOSECONDS);
        }

        void remove(ConnectionWatch watch) {
            watched.remove(watch);
            ScheduledFuture<?> running = rounds;
            if (watched.isEmpty() && running != null) {
                running.cancel(false);
                rounds = null;
            }
        }

        void round() {
            now = nanoTime.getAsLong();
            roundAt = now;
            Bounds current = bounds;
            ScheduledFuture<?> running = rounds;
            if (current.roundNanos() != period && running != null) {
                running.cancel(false);
                schedule();
            }
            for (ConnectionWatch watch : List.copyOf(watched)) {
                watch.beginRound();
                if (watch.isSlowHead(now, current.headTimeoutNanos())) {
                    metrics.closed("slow-head");
                    watch.reset();
                } else if (watch.isStalled(now, current.writeStallNanos())) {
                    metrics.closed("write-stall");
                    watch.reset();
                } else if (watch.isIdle(now, current.idleNanos())) {
                    watch.close();
                }
            }
        }
    }
}
