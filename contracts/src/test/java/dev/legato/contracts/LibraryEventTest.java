package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LibraryEventTest {
    private static final String PLAYLIST = "4n5p6q7r8s9t0v1w2x3y4z5a6b";

    @Test
    void eventId_ofAVersion_isThatVersions() {
        assertEquals(PLAYLIST + ":3", event(PLAYLIST, "clara", 3).eventId());
    }

    @Test
    void eventType_ofSeveralWords_hasHyphens() {
        assertEquals("dev.legato.playlist.items-added", LibraryEvent.Type.ITEMS_ADDED.eventType());
        assertEquals("dev.legato.playlist.created", LibraryEvent.Type.CREATED.eventType());
    }

    @Test
    void new_whatNoReaderCouldUse_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> event("../x", "clara", 1));
        assertThrows(IllegalArgumentException.class, () -> event(PLAYLIST, "", 1));
        assertThrows(IllegalArgumentException.class, () -> event(PLAYLIST, "clara", -1));
    }

    private static LibraryEvent event(String playlist, String owner, long version) {
        return new LibraryEvent(playlist, owner, "Sundays", null, 0, version, List.of());
    }
}
