package dev.legato.account.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "'  Clara.Wieck@Example.ORG ', clara.wieck@example.org",
        "a+tag@example.org, a+tag@example.org",
        "müller@example.org, müller@example.org",
        "'mu\u0308ller@example.org', müller@example.org",
        "info@bücher.example, info@xn--bcher-kva.example",
    })
    void parse_variants_haveOneForm(String text, String expected) {
        assertEquals(expected, EmailAddress.parse(text).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@example.org",
                "a@b",
                "a b@example.org",
                "a..b@example.org",
                ".a@example.org",
                "a@example..org",
                "a@-example.org",
                "a@exam_ple.org",
                "\"a\"@example.org",
                "a@[127.0.0.1]",
                "a@example.org\r\nbcc: b",
                "a\u0000@example.org",
                "a@b@example.org"
            })
    void parse_notAnAddress_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 255})
    void parse_longLocalPart_isRefused(int length) {
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.parse("a".repeat(length) + "@example.org"));
    }

    @Property(tries = 500)
    void parse_anyText_isRefusedOrStable(@ForAll @StringLength(max = 300) String text) {
        EmailAddress address;
        try {
            address = EmailAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertEquals(address, EmailAddress.parse(address.value()));
        assertFalse(address.value().chars().anyMatch(Character::isISOControl));
    }
}
