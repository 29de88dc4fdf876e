package dev.legato.edge.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColdPauseTest {
    private final ColdPause pause = new ColdPause();
    private final List<String> written = new ArrayList<>();

    @Test
    void end_writesWaiting_followInOrder() {
        pause.begin();
        pause.defer(() -> written.add("second"));
        pause.defer(() -> written.add("third"));
        assertTrue(pause.isActive());
        pause.end(() -> written.add("first"));
        assertFalse(pause.isActive());
        assertEquals(List.of("first", "second", "third"), written);
    }

    @Test
    void end_waitingWritePausesAnew_othersStillWait() {
        pause.begin();
        pause.defer(pause::begin);
        pause.defer(() -> written.add("last"));
        pause.end(() -> written.add("first"));
        assertTrue(pause.isActive());
        assertEquals(List.of("first"), written);
        pause.end(() -> written.add("second"));
        assertEquals(List.of("first", "second", "last"), written);
    }
}
