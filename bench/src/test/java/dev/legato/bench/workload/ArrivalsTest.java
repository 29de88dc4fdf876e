package dev.legato.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void next_keepsItsPlaceWhenNobodyTakesIt() {
        Arrivals arrivals = new Arrivals(1000);
        arrivals.begin(5_000_000);
        arrivals.take();
        arrivals.take();
        assertEquals(7_000_000, arrivals.next());
        assertEquals(7_000_000, arrivals.next());
    }

    @Test
    void end_leavesWhatWasDueBefore() {
        Arrivals arrivals = new Arrivals(1000);
        arrivals.begin(0);
        arrivals.end(1_500_000);
        arrivals.take();
        assertEquals(1_000_000, arrivals.next());
        arrivals.take();
        assertTrue(arrivals.exhausted());
    }
}
