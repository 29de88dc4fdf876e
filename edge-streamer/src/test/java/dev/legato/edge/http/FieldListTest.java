package dev.legato.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldListTest {
    private static final FieldList FIELDS = FieldList.of("Vary", "Accept", "ETag", "\"a\"", "vary", "Origin");

    @Test
    void get_joinsLinesOfOneName() {
        assertEquals("Accept, Origin", FIELDS.get("vary"));
        assertEquals("\"a\"", FIELDS.get("etag"));
        assertNull(FIELDS.get("age"));
    }

    @Test
    void names_areInLowerCase() {
        assertTrue(FIELDS.has("etag"));
        assertEquals(
                List.of("vary", "etag", "vary"),
                FIELDS.lines().stream().map(FieldList.Line::name).toList());
    }

    @Test
    void without_dropsAllLinesOfAName() {
        assertEquals(FieldList.of("etag", "\"a\""), FIELDS.without(Set.of("vary")));
    }

    @Test
    void with_replacesAllLinesOfAName() {
        assertEquals(FieldList.of("etag", "\"a\"", "vary", "Range"), FIELDS.with("vary", "Range"));
    }

    @Test
    void updated_takesFieldsOfTheNewerList() {
        assertEquals(
                FieldList.of("etag", "\"a\"", "age", "1", "vary", "Range", "vary", "TE"),
                FIELDS.updated(FieldList.of("Age", "1", "vary", "Range", "vary", "TE")));
    }
}
