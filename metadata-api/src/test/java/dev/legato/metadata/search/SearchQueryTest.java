package dev.legato.metadata.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SearchQueryTest {
    @Test
    void parse_leavesTheArticleOutUnlessItIsAll() {
        assertEquals(List.of("beatles"), SearchQuery.parse("The Beatles").words());
        assertEquals(List.of("the"), SearchQuery.parse("the ").words());
    }

    @Test
    void parse_boundsWords() {
        assertEquals(
                SearchQuery.MAX_WORDS,
                SearchQuery.parse("桜千本春夏秋冬東西南北上下左右").words().size());
        assertEquals(List.of("love"), SearchQuery.parse("love LOVE Lóve").words());
    }

    @Test
    void parse_ofBlanksOrTooMuch_fails() {
        assertThrows(IllegalArgumentException.class, () -> SearchQuery.parse(" \t"));
        assertThrows(IllegalArgumentException.class, () -> SearchQuery.parse("x".repeat(201)));
    }

    @Test
    void isTelling_ofOneLetter_isFalse() {
        assertFalse(SearchQuery.parse("a").isTelling());
        assertTrue(SearchQuery.parse("ab").isTelling());
        assertTrue(SearchQuery.parse("桜").isTelling());
        assertTrue(SearchQuery.parse("plan b").isTelling());
    }

    @Test
    void cursor_survivesItsText() {
        SearchCursor cursor = new SearchCursor(Stage.WORDS, 7, 12_345, "千 本 桜", "0".repeat(26));
        assertEquals(cursor, SearchCursor.parse(cursor.cursor().encoded()));
        assertThrows(IllegalArgumentException.class, () -> SearchCursor.parse("bm90IG91cnM"));
    }
}
