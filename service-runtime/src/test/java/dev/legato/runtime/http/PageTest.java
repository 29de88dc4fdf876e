package dev.legato.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final PagePath LIST =
            new PagePath("/v1/songs").with("q", "día & noche").with("limit", 2);

    @Test
    void of_oneMoreThanTheLimit_leadsOnBehindTheLastItem() {
        Page<String> page = Page.of(List.of("a", "b", "c"), 2, LIST, Cursor::of);
        assertEquals(List.of("a", "b"), page.items());
        assertEquals(
                "/v1/songs?q=d%C3%ADa+%26+noche&limit=2&cursor="
                        + Cursor.of("b").encoded(),
                page.next());
    }

    @Test
    void of_asManyAsTheLimit_isTheLastPage() {
        Page<String> page = Page.of(List.of("a", "b"), 2, LIST, Cursor::of);
        assertEquals(List.of("a", "b"), page.items());
        assertNull(page.next());
    }

    @Test
    void of_knownNext_leadsThere() {
        assertEquals(
                "/v1/songs?cursor=" + Cursor.of("x").encoded(),
                Page.of(List.of(), new PagePath("/v1/songs"), Cursor.of("x")).next());
        assertNull(Page.of(List.of(), LIST, null).next());
    }

    @Test
    void map_items_keepsTheWayOn() {
        Page<Integer> page =
                Page.of(List.of("a", "bb", "c"), 2, LIST, Cursor::of).map(String::length);
        assertEquals(List.of(1, 2), page.items());
        assertEquals(Page.of(List.of("a", "bb", "c"), 2, LIST, Cursor::of).next(), page.next());
    }
}
