package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.analytics.CountingProgress.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class CountingProgressTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final TopicPartition ONE = new TopicPartition("plays", 0);
    private static final TopicPartition OTHER = new TopicPartition("plays", 1);
    private static final TopicPartition RESULTS = new TopicPartition("analytics-charts", 0);
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void unanswered_neverAnswered_lagIsNotKnown() {
        assertEquals(Double.NaN, CountingProgress.NONE.unanswered(Instant.EPOCH).lag());
    }

    @Test
    void stalledFor_nothingBehind_isZero() {
        CountingProgress progress = CountingProgress.NONE.after(Map.of(ONE, new Place(5, 5)), true, START);
        assertEquals(0, progress.lag());
        assertEquals(Duration.ZERO, progress.stalledFor(START.plusSeconds(60), _ -> true));
    }

    @Test
    void stalledFor_behindAndMoving_countsFromTheLastMove() {
        CountingProgress progress = CountingProgress.NONE
                .after(Map.of(ONE, new Place(5, 9)), true, START)
                .after(Map.of(ONE, new Place(6, 12)), true, START.plusSeconds(10));
        assertEquals(6, progress.lag());
        assertEquals(Duration.ofSeconds(3), progress.stalledFor(START.plusSeconds(13), _ -> true));
    }

    @Test
    void stalledFor_behindAndNotMoving_grows_evenIfAnotherPartitionMoves() {
        CountingProgress progress = CountingProgress.NONE
                .after(Map.of(ONE, new Place(5, 9), OTHER, new Place(1, 3)), true, START)
                .after(Map.of(ONE, new Place(5, 10), OTHER, new Place(3, 4)), true, START.plusSeconds(10));
        assertEquals(6, progress.lag());
        assertEquals(Duration.ofSeconds(20), progress.stalledFor(START.plusSeconds(20), _ -> true));
    }

    @Test
    void stalledFor_caughtUpInBetween_beginsAnew() {
        CountingProgress progress = CountingProgress.NONE
                .after(Map.of(ONE, new Place(5, 9)), true, START)
                .after(Map.of(ONE, new Place(9, 9)), true, START.plusSeconds(1))
                .after(Map.of(ONE, new Place(9, 10)), true, START.plusSeconds(8));
        assertEquals(Duration.ofSeconds(2), progress.stalledFor(START.plusSeconds(10), _ -> true));
    }

    @Test
    void isStuck_ownPartitionWaits_fromTheBoundOn() {
        CountingProgress progress = behind(ONE, 1);
        assertFalse(progress.isStuck(Set.of(ONE), BOUND, START.plusSeconds(29)));
        assertTrue(progress.isStuck(Set.of(ONE), BOUND, START.plusSeconds(30)));
    }

    @Test
    void isStuck_partitionOfAnotherInstanceWaits_isNot() {
        CountingProgress progress = behind(ONE, 1);
        assertFalse(progress.isStuck(Set.of(OTHER), BOUND, START.plusSeconds(60)));
        assertFalse(progress.isStuck(Set.of(), BOUND, START.plusSeconds(60)));
    }

    @Test
    void isStuck_resultsThatEveryInstanceReadsWait_isSo() {
        assertTrue(behind(RESULTS, 1).isStuck(Set.of(), BOUND, START.plusSeconds(30)));
    }

    @Test
    void isStuck_couldNotRun_hasTheBoundFromWhenItRunsAgain() {
        CountingProgress progress = behind(ONE, 1)
                .after(Map.of(ONE, new Place(1, 9)), false, START.plusSeconds(40))
                .after(Map.of(ONE, new Place(1, 9)), true, START.plusSeconds(42));
        assertFalse(progress.isStuck(Set.of(ONE), BOUND, START.plusSeconds(69)));
        assertTrue(progress.isStuck(Set.of(ONE), BOUND, START.plusSeconds(70)));
    }

    @Test
    void isStuck_kafkaDidNotAnswer_hasTheBoundFromWhenItAnswersAgain() {
        CountingProgress progress = behind(ONE, 1)
                .unanswered(START.plusSeconds(40))
                .after(Map.of(ONE, new Place(1, 9)), true, START.plusSeconds(42));
        assertEquals(8, progress.lag());
        assertFalse(progress.isStuck(Set.of(ONE), BOUND, START.plusSeconds(69)));
        assertTrue(progress.isStuck(Set.of(ONE), BOUND, START.plusSeconds(70)));
    }

    private static CountingProgress behind(TopicPartition partition, long position) {
        return CountingProgress.NONE.after(Map.of(partition, new Place(position, 9)), true, START);
    }
}
