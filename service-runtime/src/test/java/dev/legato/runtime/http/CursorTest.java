package dev.legato.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.http.Cursor.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {
    private static final String ID = "0000000000000000000000000a";

    @Test
    void parse_ofEveryPart_givesItBack() {
        Cursor cursor = Cursor.of(
                "-2147483648",
                "9223372036854775807",
                "253402300799000000",
                "9999-12-31T23:59:59.999999Z",
                ID,
                "für elise");
        assertEquals(cursor, Cursor.parse(cursor.encoded(), Part.values()));
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 2147483648",
        "INTEGER, -0",
        "INTEGER, +1",
        "INTEGER, 01",
        "LONG, 9223372036854775808",
        "LONG, NaN",
        "LONG, ''",
        "MICROSECONDS, -1",
        "MICROSECONDS, 9223372036854775807",
        "INSTANT, +1000000000-12-31T23:59:59.999999999Z",
        "INSTANT, -1000000000-01-01T00:00:00Z",
        "INSTANT, +10000-01-01T00:00:00Z",
        "INSTANT, yesterday",
        "ID, 0000000000000000000000000u",
        "TEXT, 'a\tb'"
    })
    void parse_partOutOfForm_isRefused(Part part, String text) {
        String encoded = Cursor.of(text).encoded();
        assertThrows(IllegalArgumentException.class, () -> Cursor.parse(encoded, part));
    }

    @Test
    void parse_withNul_isRefused() {
        String encoded = Cursor.of("a\0b").encoded();
        assertThrows(IllegalArgumentException.class, () -> Cursor.parse(encoded, Part.TEXT));
    }

    @Test
    void parse_withoutUtf8_isRefused() {
        String encoded = Base64.getUrlEncoder().encodeToString("ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(IllegalArgumentException.class, () -> Cursor.parse(encoded, Part.TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!", "A", "YWIfYw", ""})
    void parse_notOurs_isRefusedWithoutJavasWords(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Cursor.parse(text, Part.ID));
        assertEquals("not a cursor this service has given out (expected: one from `next`)", refused.getMessage());
    }
}
