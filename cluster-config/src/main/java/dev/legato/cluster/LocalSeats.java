package dev.legato.cluster;

import dev.legato.cluster.Cluster.SeatAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts the seats of a process that is alone. */
final class LocalSeats {
    /** After so many changes, tables whose times are over are forgotten. */
    private static final int SWEEP = 1_000;

    private final LongSupplier nanoTime;
    private final long begin;
    private final Map<String, Map<String, long[]>> tables = new HashMap<>();
    private int changes;

    /** @param nanoTime a clock like {@link System#nanoTime} */
    LocalSeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    synchronized SeatAnswer take(String name, String holder, int max, Duration life, Duration rest) {
        long now = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - begin) + 1;
        if (++changes % SWEEP == 0) {
            tables.values().removeIf(table -> SeatTable.end(table) <= now);
        }
        Map<String, long[]> table = tables.computeIfAbsent(name, _ -> new HashMap<>());
        return SeatTable.take(table, holder, max, now, life.toMillis(), rest.toMillis());
    }
}
