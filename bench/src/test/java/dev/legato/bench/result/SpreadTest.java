package dev.legato.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void of_takesTheMedianOfEvenCountsBetween() {
        assertEquals(new Spread(2.5, 1, 4, 4), Spread.of(List.of(4.0, 1.0, 3.0, 2.0)));
    }

    @Test
    void of_manyValues_leavesOutWhatTheSignTestAllows() {
        List<Double> twelve =
                IntStream.rangeClosed(1, 12).mapToObj(i -> (double) i).toList();
        assertEquals(new Spread(6.5, 3, 10, 12), Spread.of(twelve));
        assertEquals(new Spread(5, 2, 8, 9), Spread.of(twelve.subList(0, 9)));
        assertEquals(new Spread(4.5, 1, 8, 8), Spread.of(twelve.subList(0, 8)));
        assertEquals(new Spread(1, 1, 1, 1), Spread.of(twelve.subList(0, 1)));
    }

    @Test
    void ofRatios_pairsRoundByRound() {
        // A drift that halves both servers' rates leaves every ratio as it is.
        assertEquals(
                new Spread(0.8, 0.8, 0.8, 3), Spread.ofRatios(List.of(80.0, 40.0, 20.0), List.of(100.0, 50.0, 25.0)));
    }

    @Test
    void excludes_needsTheIntervalOnOneSide() {
        assertTrue(new Spread(0.8, 0.7, 0.9, 4).excludes(1));
        assertFalse(new Spread(0.8, 0.7, 1.1, 4).excludes(1));
    }

    @Test
    void apartFrom_needsAGap() {
        assertTrue(new Spread(2, 1, 3, 3).apartFrom(new Spread(5, 4, 6, 3)));
        assertFalse(new Spread(2, 1, 4, 3).apartFrom(new Spread(5, 4, 6, 3)));
    }
}
