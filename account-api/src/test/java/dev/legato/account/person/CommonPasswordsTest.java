package dev.legato.account.person;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommonPasswordsTest {
    private static final CommonPasswords COMMON = CommonPasswords.load();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1",
                "PassWord",
                "12345678",
                "qwertyuiop",
                "iloveyou1",
                "aaaaaaaaaaaa",
                "abcabcabcabc",
                "abcdefghijkl",
                "87654321",
                "clara@example.org",
                "clarissa.long",
                "Clara Schumann"
            })
    void check_ofEasilyGuessed_isRefusedWithoutRepeatingIt(String text) {
        var failure = assertThrows(
                IllegalArgumentException.class,
                () -> COMMON.check(
                        Password.toSet(text), "clara@example.org", "clarissa.long@example.org", "Clara Schumann"));
        assertFalse(failure.getMessage().contains(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"correct horse", "correct horse battery", "Tr0ub4dor&3x", "\ud83c\udfb5 und Kaffee", "ab4cab4cx"
            })
    void check_ofOthers_passes(String text) {
        assertDoesNotThrow(() -> COMMON.check(Password.toSet(text), "clara@example.org", "Clara"));
    }

    @Test
    void check_ofLongPassword_looksAtItsBeginningAlone() {
        assertThrows(IllegalArgumentException.class, () -> COMMON.check(Password.toSet("a".repeat(256))));
    }
}
