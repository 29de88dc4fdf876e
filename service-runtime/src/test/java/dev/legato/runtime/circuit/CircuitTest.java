package dev.legato.runtime.circuit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CircuitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Circuit circuit = new Circuit(1, Duration.ofNanos(10), now::get);

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

    @Test
    void allows_triedAgainByACallerWhoGivesUp_anotherAfterTheSameRest() {
        circuit.failed();
        now.addAndGet(10);
        assertTrue(circuit.allows());
        now.addAndGet(9);
        assertFalse(circuit.allows());
        now.addAndGet(1);
        assertTrue(circuit.allows());
    }

    @Test
    void allows_failuresWithASuccessBetween_everyone() {
        Circuit patient = new Circuit(3, Duration.ofNanos(10), now::get);
        patient.failed();
        patient.failed();
        patient.succeeded();
        patient.failed();
        patient.failed();
        assertTrue(patient.allows());
        patient.failed();
        assertFalse(patient.allows());
    }

    @Test
    void isOpen_afterFailures_untilASuccess_andTakesNobodysTurn() {
        assertFalse(circuit.isOpen());
        circuit.failed();
        now.addAndGet(10);
        assertTrue(circuit.isOpen());
        assertTrue(circuit.allows());
        circuit.succeeded();
        assertFalse(circuit.isOpen());
    }

    @Test
    void failed_andSucceeded_sayWhenItOpensAndCloses() {
        assertFalse(circuit.succeeded(), "it was closed");
        assertTrue(circuit.failed());
        assertFalse(circuit.failed(), "it was open");
        assertTrue(circuit.succeeded());
    }
}
