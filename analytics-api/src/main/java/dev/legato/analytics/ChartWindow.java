package dev.legato.analytics;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;

/** Which plays a chart counts, by the day of the play in UTC. */
enum ChartWindow {
    /** Of today. */
    DAY,
    /** Of today and the six days before. */
    WEEK,
    /** All. */
    ALL;

    private static final int DAYS_IN_WEEK = 7;

    /** @throws IllegalArgumentException naming what would be right */
    static ChartWindow parse(String text) {
        return Arrays.stream(values())
                .filter(window -> window.wire().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected: day, week or all"));
    }

    /** Its name over the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean contains(LocalDate day, LocalDate today) {
        return switch (this) {
            case DAY -> day.equals(today);
            case WEEK -> !day.isAfter(today) && day.isAfter(today.minusDays(DAYS_IN_WEEK));
            case ALL -> true;
        };
    }
}
