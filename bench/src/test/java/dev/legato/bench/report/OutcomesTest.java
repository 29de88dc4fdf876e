package dev.legato.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.measure.Spread;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    @Test
    void verdict_isWithheldWhenRoundsDisagree() {
        assertTrue(Outcomes.verdict("CPU", new Spread(0.9, 0.8, 1.1, 4)).endsWith("no verdict"));
    }

    @Test
    void verdict_isWithheldForTwoRounds() {
        assertTrue(Outcomes.verdict("CPU", new Spread(0.9, 0.8, 0.95, 2)).endsWith("too few rounds for a verdict"));
    }

    @Test
    void verdict_isGivenWhenTheIntervalExcludesOne() {
        assertEquals(
                "CPU: 0.90 × (0.80 to 0.95, 4 rounds); less", Outcomes.verdict("CPU", new Spread(0.9, 0.8, 0.95, 4)));
    }

    @Test
    void compare_needsSpreadsThatDoNotOverlap() {
        assertEquals("none: the spreads overlap", Compare.verdict(new Spread(2, 1, 4, 3), new Spread(5, 3, 6, 3)));
        assertEquals("B is lower", Compare.verdict(new Spread(5, 4, 6, 3), new Spread(2, 1, 3, 3)));
    }
}
