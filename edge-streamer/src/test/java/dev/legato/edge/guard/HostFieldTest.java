package dev.legato.edge.guard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFieldTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a.example", "a-b_c~d", "127.0.0.1:80", "a:", "[::1]", "[::1]:8081", "[fe80::1%25en0]"})
    void isValid_hostWithOrWithoutPort_is(String value) {
        assertTrue(HostField.isValid(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":80", "a b", "a,b", "u@a", "a/b", "a:b", "a:1:2", "a:123456", "[]", "[::1", "[::1]x", "ä"})
    void isValid_anythingElse_isNot(String value) {
        assertFalse(HostField.isValid(value));
    }
}
