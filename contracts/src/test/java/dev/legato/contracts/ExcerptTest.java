package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ExcerptTest {
    @Test
    void of_plainText_isQuoted() {
        assertEquals("'Für Elise 🎹'", Excerpt.of("Für Elise 🎹"));
    }

    @Test
    void of_charactersThatMislead_areEscaped() {
        assertEquals("'a\\u0000\\u001b[2J\\u000a\\u202e\\ud800b'", Excerpt.of("a\0\033[2J\n\u202e\ud800b"));
    }

    @Test
    void of_longText_isCut() {
        assertEquals("'" + "x".repeat(64) + "…'", Excerpt.of("x".repeat(4_000)));
    }
}
