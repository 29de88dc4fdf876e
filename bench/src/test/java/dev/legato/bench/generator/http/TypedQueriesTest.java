package dev.legato.bench.generator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TypedQueriesTest {
    @Test
    void prefixes_areEveryBeginning_once() {
        assertEquals(List.of("a", "ai", "air", "aa"), TypedQueries.prefixes(List.of("air", "aa")));
        assertEquals(List.of("😀", "😀x"), TypedQueries.prefixes(List.of("😀x")));
    }

    @Test
    void typos_differByALetterOrTwo_andKeepTheFirst() {
        List<String> typos = TypedQueries.typos(List.of("canon", "air"));
        assertTrue(typos.containsAll(List.of("cnon", "cnaon", "canno", "air")), typos.toString());
        assertTrue(typos.stream().noneMatch("canon"::equals), typos.toString());
    }
}
