package dev.legato.search.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TypedTextTest {
    @Test
    void parse_phraseAndExclusion_areApart() {
        TypedText typed = TypedText.parse("\"here comes\" sun -live");

        assertEquals(List.of(List.of("here", "comes")), typed.phrases());
        assertEquals(List.of("live"), typed.excluded());
        assertEquals(
                List.of("here", "comes", "sun"),
                typed.text().words().stream().map(Word::text).toList());
    }

    @Test
    void parse_lastWord_isPrefixUnlessEnded() {
        assertTrue(TypedText.parse("bohem").lastIsPrefix());
        assertFalse(TypedText.parse("bohemian ").lastIsPrefix());
        assertFalse(TypedText.parse("\"bohemian\"").lastIsPrefix());
    }

    @Test
    void parse_signsOfAName_excludeNothing() {
        assertEquals(List.of(), TypedText.parse("+/-").excluded());
        assertEquals(List.of(), TypedText.parse("-M-").excluded());
        assertEquals(List.of(), TypedText.parse("a - b").excluded());
    }

    @Test
    void parse_longText_isBounded() {
        TypedText typed = TypedText.parse("word ".repeat(10_000));

        assertEquals(TypedText.MAX_WORDS, typed.text().words().size());
    }

    @Test
    void parse_nothing_isBlank() {
        assertTrue(TypedText.parse("™ ´").isBlank());
    }
}
