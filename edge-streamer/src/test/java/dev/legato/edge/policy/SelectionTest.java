package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.exchange;
import static dev.legato.edge.policy.Messages.get;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'Foo', 'Foo: 1', 'Foo: 1', true",
                "'Foo', 'Foo: 1', 'Foo: 2', false",
                "'Foo', '', 'Foo: 1', false",
                "'Foo', 'Foo: 1', '', false",
                "'Foo', '', 'Foo:', false",
                "'fOO', 'Foo: 1', 'Foo: 1', true",
                "'Foo', 'Foo: 1 | Other: 2', 'Foo: 1 | Other: 3', true",
                "'Foo, Bar', 'Foo: 1 | Bar: abc', 'Foo: 1 | Bar: abc', true",
                "'Foo, Bar', 'Foo: 1 | Bar: abc', 'Foo: 2 | Bar: abc', false",
                "'Foo, Bar', 'Foo: 1 | Bar: abc', '', false",
                "'Foo, Bar, Baz', 'Foo: 1 | Bar: abc | Baz: 789', 'Baz: 789 | Foo: 1 | Bar: abc', true",
                "'Foo, Bar, Baz', 'Foo: 1 | Bar: abc | Baz: 789', 'Foo: 1 | Baz: 789 | Bar: abcde', false",
                "'Foo, Bar, Baz', 'Foo: 1 | Baz: 789', 'Foo: 1 | Baz: 789', true",
                "'Foo', 'Foo: 1, 2', 'Foo: 1 | Foo: 2', true",
                "'Foo', 'Foo: 1,2', 'Foo:  1 ,\t2 ', true",
                "'Foo', 'Foo: 12', 'Foo: 1 2', false",
                "'Foo', 'Foo: a\"1, 2\"', 'Foo: a\"1,2\"', false",
                "'Foo', 'Foo: a', 'Foo: A', false",
                "'Accept-Language', 'Accept-Language: en, de', 'Accept-Language: de, en', true",
                "'Accept-Language', 'Accept-Language: en, de', 'Accept-Language: eN, De', true",
                "'Accept-Language', 'Accept-Language: en, de', 'Accept-Language:  en ,   de', true",
                "'Accept-Language', 'Accept-Language: en, de;q=0.5', 'Accept-Language: de; q=0.500, en;q=1', true",
                "'Accept-Language', 'Accept-Language: en, de', 'Accept-Language: en;q=0.5, de', false",
                "'Accept-Language', 'Accept-Language: en', 'Accept-Language: en;q=9', false",
                "'Accept-Encoding', 'Accept-Encoding: gzip, deflate, br', 'Accept-Encoding: br;q=0.8,GZIP', true",
                "'Accept-Encoding', 'Accept-Encoding: gzip', 'Accept-Encoding: gzip;q=0', false",
                "'Accept-Encoding', 'Accept-Encoding: gzip', '', false",
                "'Accept-Encoding', '', 'Accept-Encoding: deflate', true",
            })
    void select_nominatedFields_mustBeEqual(String vary, String first, String second, boolean selected) {
        StoredHead head = stored(exchange(get(first), 200, "Cache-Control: max-age=60 | Vary: " + vary));
        assertEquals(selected ? head : null, Selection.select(List.of(head), get(second)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'fr;q=0.5, de;q=1.0', true",
                "'DE', true",
                "'fr, de', false",
                "'fr, de;q=0.9', false",
                "'*', false",
                "'de;q=0', false",
            })
    void select_preferredLanguage_isThatOfTheStoredResponse(String second, boolean selected) {
        StoredHead german = stored(exchange(
                get("Accept-Language: en, de"),
                200,
                "Cache-Control: max-age=60 | Vary: Accept-Language | Content-Language: de"));
        assertEquals(selected ? german : null, Selection.select(List.of(german), get("Accept-Language: " + second)));
    }

    @Test
    void select_preferredLanguage_doesNotExcuseOtherFields() {
        StoredHead german = stored(exchange(
                get("Accept-Language: en, de | Foo: 1"),
                200,
                "Cache-Control: max-age=60 | Vary: Accept-Language, Foo | Content-Language: de"));
        assertNull(Selection.select(List.of(german), get("Accept-Language: de | Foo: 2")));
        assertSame(german, Selection.select(List.of(german), get("Accept-Language: de | Foo: 1")));
    }

    @Test
    void select_severalMatch_takesTheMostRecent() {
        StoredHead older = stored("Cache-Control: max-age=60 | Date: @-20");
        StoredHead newer = stored("Cache-Control: max-age=60 | Date: @-10");
        assertSame(newer, Selection.select(List.of(newer, older), get("")));
        assertSame(newer, Selection.select(List.of(older, newer), get("")));
    }

    @Test
    void select_twoVariants_areKeptApart() {
        StoredHead one = stored(exchange(get("Foo: 1"), 200, "Cache-Control: max-age=60 | Vary: Foo"));
        StoredHead two = stored(exchange(get("Foo: 2"), 200, "Cache-Control: max-age=60 | Vary: Foo"));
        assertSame(one, Selection.select(List.of(one, two), get("Foo: 1")));
        assertSame(two, Selection.select(List.of(one, two), get("Foo: 2")));
        assertNull(Selection.select(List.of(one, two), get("Foo: 3")));
        assertNull(Selection.select(List.of(), get("Foo: 3")));
        assertFalse(Selection.replaces(two, one));
        assertTrue(
                Selection.replaces(stored(exchange(get("Foo: 1"), 200, "Cache-Control: max-age=1 | Vary: Foo")), one));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "-, identity",
                "'', identity",
                "'deflate', identity",
                "'gzip', gzip",
                "'gzip, deflate, br, zstd', 'zstd, br, gzip'",
                "'GZIP ; q=0.001', gzip",
                "'gzip;q=0, *', 'zstd, br'",
                "'*;q=0', identity",
                "'gzip;q=two', identity",
            })
    void acceptEncoding_isReducedToKnownCodings(String value, String expected) {
        assertEquals(expected, AcceptEncoding.normalize(value));
    }
}
