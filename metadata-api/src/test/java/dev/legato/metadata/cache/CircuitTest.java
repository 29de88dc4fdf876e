package dev.legato.metadata.cache;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CircuitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Circuit circuit = new Circuit(now::get, Duration.ofNanos(10));

    @Test
    void allows_atFirst() {
        assertTrue(circuit.allows());
        assertTrue(circuit.allows());
    }

    @Test
    void allows_afterAFailure_onlyOneWhenItHasRested() {
        circuit.failed();
        assertFalse(circuit.allows());
        now.addAndGet(9);
        assertFalse(circuit.allows());
        now.addAndGet(1);
        assertTrue(circuit.allows());
        assertFalse(circuit.allows());
    }

    @Test
    void allows_everyoneAfterASuccess() {
        circuit.failed();
        now.addAndGet(10);
        assertTrue(circuit.allows());
        circuit.succeeded();
        assertTrue(circuit.allows());
        assertTrue(circuit.allows());
    }
}
