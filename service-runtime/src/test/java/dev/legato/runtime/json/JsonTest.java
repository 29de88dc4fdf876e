package dev.legato.runtime.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.contracts.TrackId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    private record Named(String name) {}

    private record Inner(TrackId id, List<String> names) {
        Inner {
            names = List.copyOf(names);
        }
    }

    private enum Mood {
        CALM,
        GRAVE
    }

    private record Everything(int number, double level, boolean on, Mood mood, Instant at, List<Inner> inner) {}

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":7}", "{\"name\":0.5}", "{\"name\":true}", "{\"name\":{}}", "{\"nom\":\"a\"}"})
    void readStrictly_anythingButATextOfThatName_isRefused(String json) {
        assertThrows(InvalidJsonException.class, () -> read(json));
    }

    @Test
    void readStrictly_text_isRead() throws Exception {
        assertEquals(new Named("7"), read("{\"name\":\"7\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"number": 1.5}                 | number            | '1.5' (expected: a whole number from -2147483648 to 2147483647)
            {"number": "two"}               | number            | expected: a whole number from -2147483648 to 2147483647
            {"number": 2147483648}          | number            | a number out of range (expected: a smaller one)
            {"level": []}                   | level             | expected: a number
            {"on": 1}                       | on                | '1' (expected: true or false)
            {"mood": "odd"}                 | mood              | 'odd' (expected: one of calm, grave)
            {"at": "noon"}                  | at                | 'noon' (expected: a time like 2026-11-22T08:30:00.250Z)
            {"inner": 1}                    | inner             | expected: an array
            {"inner": [1]}                  | inner[0]          | expected: an object
            {"inner": [{"id": "x"}]}        | inner[0].id       | track id: 'x' (expected: 26 characters of 0-9 and a-z without i, l, o, u)
            {"inner": [{"names": null}]}    | inner[0]          | a member that is needed is missing or null
            {"inner": [{"names": ["\\u0000"]}]} | inner[0].names[0] | '\\u0000' (expected: no U+0000 and no unpaired surrogate)
            {"inner": [{"names": ["\\ud800"]}]} | inner[0].names[0] | '\\ud800' (expected: no U+0000 and no unpaired surrogate)
            {"number": 1, "level": 1, "on": true, "mode": 1} | mode | unknown member (expected: at, inner, level, mood, number, on)
            {"on": true, "on": false}       | body              | member 'on' twice (expected: once), line 1, column 18
            {"on":                          | body              | not JSON, line 1, column 7
            {} {}                           | body              | more than one value (expected: one)
            """)
    void readStrictly_wrongMember_isNamedWithWhatWouldBeRight(String json, String field, String detail) {
        var refused = assertThrows(
                InvalidJsonException.class,
                () -> Json.readStrictly(json.getBytes(StandardCharsets.UTF_8), Everything.class));
        assertEquals(field + " | " + detail, refused.field() + " | " + refused.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void readStrictly_nestedDeep_isRefused(String opening) {
        String json = opening.repeat(100_000);
        var refused = assertThrows(InvalidJsonException.class, () -> read(json));
        assertEquals(
                "nested too deep, or with too long a number or name (expected: at most 64 levels, 100 digits, 1000 characters)",
                refused.detail());
    }

    @Test
    void readStrictly_hugeNumber_isRefused() {
        assertThrows(InvalidJsonException.class, () -> read("{\"name\": %s}".formatted("9".repeat(200_000))));
    }

    @Test
    void readStrictly_notUtf8_isRefused() {
        byte[] latin1 = "{\"name\": \"ü\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf32 = {0, 0, 0, '{', 0, 0, 0, '}'};
        assertEquals("not UTF-8 (expected: JSON in UTF-8)", refusal(latin1));
        assertEquals("not JSON, line 1, column 2", refusal(utf32));
    }

    private static String refusal(byte[] json) {
        return assertThrows(InvalidJsonException.class, () -> Json.readStrictly(json, Named.class))
                .detail();
    }

    private static Named read(String json) throws InvalidJsonException {
        return Objects.requireNonNull(Json.readStrictly(json.getBytes(StandardCharsets.UTF_8), Named.class));
    }
}
