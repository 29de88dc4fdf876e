package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.analytics.CountingProgress.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class CountingProgressTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final TopicPartition ONE = new TopicPartition("plays", 0);
    private static final TopicPartition OTHER = new TopicPartition("plays", 1);

    @Test
    void stalledFor_nothingBehind_isZero() {
        CountingProgress progress = CountingProgress.NONE.after(Map.of(ONE, new Place(5, 5)), START);
        assertEquals(0, progress.lag());
        assertEquals(Duration.ZERO, progress.stalledFor(START.plusSeconds(60), _ -> true));
    }

    @Test
    void stalledFor_behindAndMoving_countsFromTheLastMove() {
        CountingProgress progress = CountingProgress.NONE
                .after(Map.of(ONE, new Place(5, 9)), START)
                .after(Map.of(ONE, new Place(6, 12)), START.plusSeconds(10));
        assertEquals(6, progress.lag());
        assertEquals(Duration.ofSeconds(3), progress.stalledFor(START.plusSeconds(13), _ -> true));
    }

    @Test
    void stalledFor_behindAndNotMoving_grows_evenIfAnotherPartitionMoves() {
        CountingProgress progress = CountingProgress.NONE
                .after(Map.of(ONE, new Place(5, 9), OTHER, new Place(1, 3)), START)
                .after(Map.of(ONE, new Place(5, 10), OTHER, new Place(3, 4)), START.plusSeconds(10));
        assertEquals(6, progress.lag());
        assertEquals(Duration.ofSeconds(20), progress.stalledFor(START.plusSeconds(20), _ -> true));
    }

    @Test
    void stalledFor_caughtUpInBetween_beginsAnew() {
        CountingProgress progress = CountingProgress.NONE
                .after(Map.of(ONE, new Place(5, 9)), START)
                .after(Map.of(ONE, new Place(9, 9)), START.plusSeconds(1))
                .after(Map.of(ONE, new Place(9, 10)), START.plusSeconds(8));
        assertEquals(Duration.ofSeconds(2), progress.stalledFor(START.plusSeconds(10), _ -> true));
    }
}
