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
 * Looks at all connections of an event loop once in a while, in place of a timer or two for each: at 18,000 connections
 * that is a fraction of a millisecond a second. What is late is found late by at most one round.
 */
final class Watches {
    private static final Duration MAX_ROUND = Duration.ofSeconds(1);
    private static final int ROUNDS_A_TIMEOUT = 4;
    private static final long SECOND = 1_000_000_000;

    private final ConcurrentHashMap<EventExecutor, Loop> loops = new ConcurrentHashMap<>();
    private final EdgeMetrics metrics;
    private final LongSupplier nanoTime;
    private volatile Bounds bounds;

    /** The limits in the unit that is computed with. */
    private record Bounds(
            ConnectionLimits limits, long headTimeoutNanos, long writeStallNanos, long idleNanos, long roundNanos) {
        static Bounds of(ConnectionLimits limits, Duration idleTimeout) {
            long head = limits.headTimeout().toNanos();
            long stall = limits.writeStall().toNanos();
            long idle = idleTimeout.toNanos();
            long shortest = Math.min(head, Math.min(stall, idle));
            return new Bounds(limits, head, stall, idle, Math.min(MAX_ROUND.toNanos(), shortest / ROUNDS_A_TIMEOUT));
        }
    }

    Watches(ConnectionLimits limits, Duration idleTimeout, EdgeMetrics metrics, LongSupplier nanoTime) {
        this.bounds = Bounds.of(limits, idleTimeout);
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** Has these bounds hold from the next round of each event loop on. */
    void bound(ConnectionLimits limits, Duration idleTimeout) {
        bounds = Bounds.of(limits, idleTimeout);
    }

    ConnectionLimits limits() {
        return bounds.limits();
    }

    /** @param trusted whether it may make any number of requests a second */
    ConnectionWatch create(boolean trusted) {
        return new ConnectionWatch(this, trusted);
    }

    /** How many requests a connection may make within some time, at least one. */
    private int mostRequests(long nanos) {
        int rate = limits().requestRate();
        return rate == 0 ? Integer.MAX_VALUE : (int) Math.clamp(nanos * (double) rate / SECOND, 1, Integer.MAX_VALUE);
    }

    /** What an event loop watches; only it calls. */
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

        /** How many requests a connection may make in a round. */
        int mostRequestsARound() {
            return mostRequests(period);
        }

        /** Whether that many are too many since the last round, which may be longer ago than planned. */
        boolean areTooMany(int requests) {
            return requests > mostRequests(Math.max(period, nanoTime.getAsLong() - roundAt));
        }

        void add(ConnectionWatch watch) {
            watched.add(watch);
            now = nanoTime.getAsLong(); // a loop that was held up must not take a new connection for an old one
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
                    metrics.cutOff("slow-head");
                    watch.cutOff();
                } else if (watch.isStalled(now, current.writeStallNanos())) {
                    metrics.cutOff("write-stall");
                    watch.cutOff();
                } else if (watch.isIdle(now, current.idleNanos())) {
                    watch.close();
                }
            }
        }
    }
}
