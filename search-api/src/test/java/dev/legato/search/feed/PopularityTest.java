package dev.legato.search.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.TrackPlays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PopularityTest {
    private static final String TRACK = "4fkq2c7yv0m3e8w5n1t9z6x2bd";

    private final Popularity popularity = new Popularity();

    @Test
    void of_neverPlayed_isZero() {
        assertEquals(0, popularity.of(TRACK));
        assertFalse(popularity.put(plays(TRACK, 0)));
        assertEquals(0, popularity.of(TRACK));
    }

    @Test
    void put_changesByQuartersOfADoubling() {
        assertTrue(popularity.put(plays(TRACK, 100)));
        assertFalse(popularity.put(plays(TRACK, 101)));
        assertTrue(popularity.put(plays(TRACK, 140)));
        assertTrue(popularity.put(plays(TRACK, 100)));
        assertEquals(100, popularity.of(TRACK), 10);
    }

    @Test
    void put_oneOfOld_countsItsPlays() {
        assertTrue(popularity.put(new TrackPlays(TRACK, 1_000, 3, null)));
        assertEquals(1_000, popularity.of(TRACK), 100);
    }

    @Test
    void of_manyTracks_isEachOnesOwn() {
        Random random = new Random(5);
        List<String> tracks = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            tracks.add(ContentId.random(random));
            var _ = popularity.put(plays(tracks.get(i), i));
        }
        for (int i = 0; i < tracks.size(); i++) {
            assertEquals(i, popularity.of(tracks.get(i)), 0.1 * i + 0.5);
        }
    }

    @Test
    void weightOf_doublesInNinetyDays() {
        LocalDate day = LocalDate.of(2026, 11, 30);
        assertEquals(2, TrackPlays.weightOf(day.plusDays(90)) / TrackPlays.weightOf(day), 1e-9);
        assertEquals(1, TrackPlays.weightOf(LocalDate.of(2026, 1, 1)));
    }

    private static TrackPlays plays(String track, double weight) {
        return new TrackPlays(track, 1, 1, weight);
    }
}
