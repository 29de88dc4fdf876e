package dev.legato.playlist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaylistTest {
    private static final Instant THEN = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void tag_ofAVersion_isStrong() {
        assertEquals("\"v7\"", new Playlist("id", "o", "n", null, 0, 7, 0, THEN, THEN).tag());
    }

    @Test
    void changed_next_isOneVersionOn() {
        Playlist next = new Playlist("id", "o", "n", null, 0, 7, 0, THEN, THEN).changed(3, THEN.plusSeconds(1));
        assertEquals(8, next.version());
        assertEquals(3, next.trackCount());
        assertEquals(THEN, next.createdAt());
        assertEquals(THEN.plusSeconds(1), next.updatedAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\nb", "\u0000"})
    void parseName_emptyOrControl_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Playlist.parseName(text));
    }

    @Test
    void parseName_tooLong_isRefusedWithTheBound() {
        assertEquals(
                "length: 101 (expected: 1 to 100)",
                assertThrows(IllegalArgumentException.class, () -> Playlist.parseName("a".repeat(101)))
                        .getMessage());
        assertEquals("🎵".repeat(100), Playlist.parseName("🎵".repeat(100)));
    }

    @Test
    void parseDescription_lineFeeds_areKept() {
        assertEquals("a\nb", Playlist.parseDescription(" a\nb "));
        assertThrows(IllegalArgumentException.class, () -> Playlist.parseDescription("a\u0007"));
    }
}
