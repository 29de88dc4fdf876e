package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.TrackPlays;
import java.time.LocalDate;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TrackCountsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 30);
    private static final String TRACK = "4fkq2c7yv0m3e8w5n1t9z6x2bd";

    @Test
    void plus_aPlay_weighsItByItsDay() {
        TrackPlays plays =
                TrackCounts.NONE.plus(DAY.minusDays(90), true).plus(DAY, false).published(TRACK);
        assertEquals(2, plays.plays());
        assertEquals(1, plays.listeners());
        assertEquals(1.5 * TrackPlays.weightOf(DAY), Objects.requireNonNull(plays.weight()), 1e-9);
    }

    @Test
    void plus_toFiguresOfOld_countsTheirPlaysAsOfTheFirstDay() {
        TrackCounts old = new TrackCounts(10, 3, new TreeMap<>(), null);
        assertEquals(10, old.published(TRACK).knownWeight());
        assertEquals(
                10 + TrackPlays.weightOf(DAY),
                old.plus(DAY, false).published(TRACK).knownWeight(),
                1e-9);
    }
}
