package dev.legato.bench.generator.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(1000);

    @Test
    void next_beforeTheBeginning_isNever() {
        assertEquals(Long.MAX_VALUE, arrivals.next());
        assertTrue(arrivals.exhausted());
    }

    @Test
    void next_thatNobodyTakes_keepsItsPlace() {
        arrivals.begin(5_000_000);
        arrivals.take();
        arrivals.take();
        assertEquals(7_000_000, arrivals.next());
        assertEquals(7_000_000, arrivals.next());
    }

    @Test
    void next_afterMany_hasNotDrifted() {
        Arrivals thirds = new Arrivals(3);
        thirds.begin(0);
        for (int i = 0; i < 3_000; i++) {
            thirds.take();
        }
        assertEquals(1000e9, thirds.next(), 1000);
    }

    @Test
    void end_leavesWhatWasDueBefore() {
        arrivals.begin(0);
        arrivals.end(1_500_000);
        arrivals.take();
        assertEquals(1_000_000, arrivals.next());
        assertFalse(arrivals.exhausted());
        arrivals.take();
        assertTrue(arrivals.exhausted());
    }

    @Test
    void begin_again_startsAnew() {
        arrivals.begin(0);
        arrivals.take();
        arrivals.end(500_000);
        arrivals.begin(9_000_000);
        assertEquals(9_000_000, arrivals.next());
    }
}
