package dev.legato.cluster;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts the permits of a process that is alone. */
final class LocalPermits implements CountedPermit.Counter {
    /** After so many changes, those that have expired are forgotten. */
    private static final int SWEEP = 1_000;

    private final LongSupplier nanoTime;
    private final Map<String, Map<String, Long>> untilByName = new HashMap<>();
    private int changes;

    /** @param nanoTime a clock like {@link System#nanoTime} */
    LocalPermits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Future<Boolean> change(String name, String holder, int max, Duration life) {
        long now = nanoTime.getAsLong();
        if (++changes % SWEEP == 0) {
            untilByName.values().forEach(until -> expire(until, now));
            untilByName.values().removeIf(Map::isEmpty);
        }
        Map<String, Long> until = untilByName.computeIfAbsent(name, _ -> new HashMap<>());
        expire(until, now);
        boolean taken = life.isPositive() && (until.containsKey(holder) || until.size() < max);
        if (taken) {
            until.put(holder, now + life.toNanos());
        } else if (life.isZero()) {
            until.remove(holder);
        }
        if (until.isEmpty()) {
            untilByName.remove(name);
        }
        return Future.succeededFuture(taken);
    }

    private static void expire(Map<String, Long> until, long now) {
        until.values().removeIf(end -> end - now <= 0);
    }
}
