package dev.legato.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.200, true",
        "192.0.2.128/25, 192.0.2.100, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, ::1%lo, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.1.2.3, 10.1.2.3, true",
        "10.0.0.0/8, example.org, false",
    })
    void contains_addresses_byTheirLeadingBits(String block, String address, boolean contained) {
        assertEquals(contained, AddressBlock.parse(block).contains(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "10.*.*.*",
                "localhost",
                "10.0.0/24"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressBlock.parse(text));
    }

    @Test
    void ofSubscriber_ipv6_isTheSlash64() {
        assertEquals("2001:db8:1:2::/64", subscriber("2001:db8:1:2::1"));
        assertEquals(subscriber("2001:db8:1:2::1"), subscriber("2001:DB8:1:2:ffff::9"));
        assertFalse(subscriber("2001:db8:1:2::1").equals(subscriber("2001:db8:1:3::1")));
    }

    @Test
    void ofSubscriber_ipv4_isTheAddress() {
        assertEquals("203.0.113.1", subscriber("203.0.113.1"));
        assertEquals("203.0.113.1", subscriber("::ffff:203.0.113.1"));
    }

    @Test
    void ofSubscriber_noAddress_isEmpty() {
        assertEquals(Optional.empty(), AddressBlock.ofSubscriber("x".repeat(4_000)));
    }

    private static String subscriber(String address) {
        return AddressBlock.ofSubscriber(address).orElseThrow().toString();
    }
}
