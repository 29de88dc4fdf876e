package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTextTest {
    @Property
    void tidied_anything_isTidyOrEmpty(@ForAll String text) {
        String tidied = CatalogueText.tidied(text);
        assertTrue(tidied.isEmpty() || CatalogueText.isTidy(tidied));
        assertEquals(tidied, CatalogueText.tidied(tidied));
    }

    @ParameterizedTest
    @CsvSource({
        "'K5 a\u0085b \u0091quoted\u0092', K5 a b quoted",
        "' a\r\n\tb ', a b",
        "a\u0000b, a b",
        "a\ud800b, ab",
        "日本 🎵, 日本 🎵"
    })
    void tidied_controls_areGone(String text, String tidied) {
        assertEquals(tidied, CatalogueText.tidied(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000", "a\u0085", "a\u0092", "a\u007f", "a\n", "\ud83c"})
    void isTidy_controlsOrNothing_isNot(String text) {
        assertFalse(CatalogueText.isTidy(text));
    }

    @Test
    void isTidy_codePoints_areCounted() {
        assertTrue(CatalogueText.isTidy("🎵".repeat(CatalogueText.MAX_CODE_POINTS)));
        assertFalse(CatalogueText.isTidy("a".repeat(CatalogueText.MAX_CODE_POINTS + 1)));
    }
}
