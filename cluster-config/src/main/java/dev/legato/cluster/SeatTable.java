package dev.legato.cluster;

import dev.legato.cluster.Cluster.SeatAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Decides who has a seat. A table maps each holder to three times in milliseconds of one clock: {since, until, rest}.
 *
 * <pre>
 * phone  → {1000, 11000, 0}      sits since 1000, until 11000 unless it asks again
 * tablet → {0, 0, 25000}         was displaced, and takes no seat before 25000
 * </pre>
 *
 * <p>Whoever asks first takes a seat, whoever asks again keeps it. When there are too few, the one that sits longest is
 * displaced. It rests for a while, so that a player which asks for its next bytes does not displace others in turn.
 */
final class SeatTable {
    /** Those at rest beyond this many are forgotten, the oldest first; a table stays small whoever asks. */
    private static final int MAX_AT_REST = 64;

    private static final int SINCE = 0;
    private static final int UNTIL = 1;
    private static final int REST = 2;

    private SeatTable() {}

    /**
     * Takes or keeps a seat.
     *
     * @param table changed by this
     * @param max seats there are, at least 1
     * @param lifeMs how long the seat is kept from now on
     * @param restMs how long whoever is displaced rests
     */
    static SeatAnswer take(Map<String, long[]> table, String holder, int max, long now, long lifeMs, long restMs) {
        table.values().removeIf(times -> times[UNTIL] <= now && times[REST] <= now);
        long[] own = table.get(holder);
        if (own != null && own[REST] > now) {
            return new SeatAnswer(own[REST] - now, List.of());
        }
        long since = own == null ? Math.max(now, latest(table) + 1) : own[SINCE];
        table.put(holder, new long[] {since, now + lifeMs, 0});
        List<String> displaced = new ArrayList<>();
        for (String longest : seated(table)) {
            if (count(table) <= max) {
                break;
            }
            table.put(longest, new long[] {0, 0, now + restMs});
            displaced.add(longest);
        }
        forgetRested(table);
        // The plan may have come to allow fewer: then even one that only keeps its seat may lose it.
        return displaced.remove(holder) ? new SeatAnswer(restMs, displaced) : new SeatAnswer(0, displaced);
    }

    /** When the last of a table's times ends. */
    static long end(Map<String, long[]> table) {
        return table.values().stream()
                .mapToLong(times -> Math.max(times[UNTIL], times[REST]))
                .max()
                .orElse(0);
    }

    private static long latest(Map<String, long[]> table) {
        return table.values().stream().mapToLong(times -> times[SINCE]).max().orElse(0);
    }

    private static long count(Map<String, long[]> table) {
        return table.values().stream().filter(times -> times[REST] == 0).count();
    }

    /** Those who sit, the longest first. */
    private static List<String> seated(Map<String, long[]> table) {
        return table.entrySet().stream()
                .filter(entry -> entry.getValue()[REST] == 0)
                .sorted(Comparator.comparingLong(entry -> entry.getValue()[SINCE]))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void forgetRested(Map<String, long[]> table) {
        List<String> resting = table.entrySet().stream()
                .filter(entry -> entry.getValue()[REST] != 0)
                .sorted(Comparator.comparingLong(entry -> entry.getValue()[REST]))
                .map(Map.Entry::getKey)
                .toList();
        resting.subList(0, Math.max(0, resting.size() - MAX_AT_REST)).forEach(table::remove);
    }
}
