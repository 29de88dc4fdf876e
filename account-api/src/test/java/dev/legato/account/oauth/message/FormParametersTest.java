package dev.legato.account.oauth.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormParametersTest {
    @Test
    void parse_form_hasItsValuesDecoded() {
        FormParameters form = FormParameters.parse("grant_type=refresh_token&scope=a+b&empty=&code=%C3%A4");
        assertEquals("refresh_token", form.required("grant_type"));
        assertEquals(Optional.of("a b"), form.value("scope"));
        assertEquals(Optional.empty(), form.value("empty"));
        assertEquals("ä", form.required("code"));
        assertFalse(form.toString().contains("refresh_token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a=%zz", "a=%00", "b=1"})
    void parse_badForm_isInvalidRequest(String raw) {
        var error = assertThrows(
                OAuthException.class, () -> FormParameters.parse(raw).required("a"));
        assertEquals("invalid_request", error.error().getCode());
    }

    @Test
    void parse_tooMuch_isRefusedWithoutRepeatingIt() {
        String many = IntStream.range(0, 65).mapToObj(i -> "f" + i + "=1").collect(Collectors.joining("&"));
        assertThrows(OAuthException.class, () -> FormParameters.parse(many));
        var error = assertThrows(OAuthException.class, () -> FormParameters.parse("a=" + "b".repeat(4_097)));
        assertEquals("a: 4097 characters (expected: <= 4096)", error.getMessage());
        assertTrue(FormParameters.parse("a=" + "b".repeat(4_096)).value("a").isPresent());
    }
}
