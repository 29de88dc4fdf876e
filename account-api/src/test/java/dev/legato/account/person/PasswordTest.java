package dev.legato.account.person;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class PasswordTest {
    @Test
    void toSet_lengthOutOfBounds_isRefusedWithTheBound() {
        assertEquals(
                "length: 7 (expected: >= 8)",
                assertThrows(IllegalArgumentException.class, () -> Password.toSet("1234567"))
                        .getMessage());
        assertEquals(
                "length: 257 (expected: <= 256)",
                assertThrows(IllegalArgumentException.class, () -> Password.toSet("x".repeat(257)))
                        .getMessage());
        assertDoesNotThrow(() -> Password.toSet("x".repeat(256)));
    }

    @Test
    void toSet_charactersBeyondTheBasicPlane_countOnce() {
        assertThrows(IllegalArgumentException.class, () -> Password.toSet("🎵".repeat(7)));
        assertDoesNotThrow(() -> Password.toSet("🎵".repeat(8)));
    }

    @Test
    void toCheck_otherKeyboard_isTheSamePassword() {
        assertEquals(Password.toCheck("pässword"), Password.toCheck("pa\u0308ssword"));
    }

    @Test
    void toString_neverShowsIt() {
        assertEquals("Password", Password.toCheck("secret").toString());
    }
}
