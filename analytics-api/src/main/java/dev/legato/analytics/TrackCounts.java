package dev.legato.analytics;

import java.time.LocalDate;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A track's figures.
 *
 * @param plays of all time
 * @param listeners how many different accounts
 * @param byDay plays of its latest days, UTC; older days are in {@code plays} alone
 */
record TrackCounts(long plays, long listeners, SortedMap<LocalDate, Long> byDay) {
    /** A week, and one day more for players whose clocks are ahead. */
    private static final int MAX_DAYS = 8;

    static final TrackCounts NONE = new TrackCounts(0, 0, new TreeMap<>());

    TrackCounts {
        Objects.requireNonNull(byDay);
    }

    /** With one more play. */
    TrackCounts plus(LocalDate day, boolean newListener) {
        SortedMap<LocalDate, Long> days = new TreeMap<>(byDay);
        var _ = days.merge(day, 1L, Long::sum);
        if (days.size() > MAX_DAYS) {
            var _ = days.remove(days.firstKey());
        }
        return new TrackCounts(plays + 1, newListener ? listeners + 1 : listeners, days);
    }

    /** Its plays in a window. */
    long playsIn(ChartWindow window, LocalDate today) {
        if (window == ChartWindow.ALL) {
            return plays;
        }
        return byDay.entrySet().stream()
                .filter(day -> window.contains(day.getKey(), today))
                .mapToLong(day -> day.getValue())
                .sum();
    }
}
