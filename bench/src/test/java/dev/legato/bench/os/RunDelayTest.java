package dev.legato.bench.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RunDelayTest {
    @Test
    void parse_theSecondNumber_isTheDelay() {
        assertEquals(3.96842, RunDelay.parse("961779 3968420000 3\n"), 1e-9);
    }

    @Test
    void ofThisThread_neverShrinks() {
        double before = RunDelay.ofThisThread();
        assertTrue(RunDelay.ofThisThread() >= before);
    }
}
