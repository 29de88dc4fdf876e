package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrackCountsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

    @Test
    void playsIn_eachWindow() {
        TrackCounts counts = TrackCounts.NONE
                .plus(TODAY, true)
                .plus(TODAY, false)
                .plus(TODAY.minusDays(6), true)
                .plus(TODAY.minusDays(7), false);
        assertEquals(2, counts.playsIn(ChartWindow.DAY, TODAY));
        assertEquals(3, counts.playsIn(ChartWindow.WEEK, TODAY));
        assertEquals(4, counts.playsIn(ChartWindow.ALL, TODAY));
        assertEquals(4, counts.plays());
        assertEquals(2, counts.listeners());
    }

    @Test
    void plus_manyDays_keepsTheLatest() {
        TrackCounts counts = TrackCounts.NONE;
        for (int day = 29; day >= 0; day--) {
            counts = counts.plus(TODAY.minusDays(day), false);
        }
        counts = counts.plus(TODAY.minusDays(20), false);
        assertEquals(31, counts.plays());
        assertEquals(7, counts.playsIn(ChartWindow.WEEK, TODAY));
        assertEquals(8, counts.byDay().size());
    }

    @Test
    void topTracks_moreThanItHolds_areTheMostPlayed() {
        TopTracks top = new TopTracks();
        for (int i = 1; i <= 2 * TopTracks.MOST; i++) {
            top.offer("track-%04d".formatted(i), i);
        }
        top.offer("track-0001", 5_000);
        List<ChartItem> items = top.items();
        assertEquals(TopTracks.MOST, items.size());
        assertEquals(new ChartItem("track-0001", 5_000), items.getFirst());
        assertEquals(new ChartItem("track-0502", 502), items.getLast());
    }

    @Test
    void chartWindow_unknown_isRefused() {
        assertEquals(ChartWindow.WEEK, ChartWindow.parse("week"));
        assertThrows(IllegalArgumentException.class, () -> ChartWindow.parse("Week"));
    }
}
