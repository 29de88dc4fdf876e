package dev.legato.analytics;

import dev.legato.contracts.TrackPlays;
import java.time.LocalDate;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A track's figures.
 *
 * @param plays of all time
 * @param listeners how many different accounts
 * @param byDay plays of its latest days, UTC; older days are in {@code plays} alone
 * @param weight see {@link TrackPlays}; null in figures of old
 */
record TrackCounts(
        long plays,
        long listeners,
        SortedMap<LocalDate, Long> byDay,
        @Nullable Double weight) {
    /** A week, and one day more for players whose clocks are ahead. */
    private static final int MAX_DAYS = 8;

    static final TrackCounts NONE = new TrackCounts(0, 0, new TreeMap<>(), 0.0);

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
        double known = weight == null ? plays : weight;
        return new TrackCounts(
                plays + 1, newListener ? listeners + 1 : listeners, days, known + TrackPlays.weightOf(day));
    }

    /** The form in which others read it. */
    TrackPlays published(String track) {
        return new TrackPlays(track, plays, listeners, weight);
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
