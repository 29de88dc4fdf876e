package dev.legato.account.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DisplayNameTest {
    @Test
    void parse_spaceAround_isStripped() {
        assertEquals("Clara", DisplayName.parse(" Clara\u2003").value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "\u0007"})
    void parse_emptyOrControl_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> DisplayName.parse(text));
    }

    @Test
    void parse_tooLong_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> DisplayName.parse("a".repeat(DisplayName.MOST + 1)));
    }
}
