package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

final class AddressBlockTest {
    @Test
    void of_ipv6_isTheSubscribersNetwork() {
        assertEquals(AddressBlock.of("2001:db8:1:2::1"), AddressBlock.of("2001:db8:1:2:ffff::9"));
        assertNotEquals(AddressBlock.of("2001:db8:1:2::1"), AddressBlock.of("2001:db8:1:3::1"));
    }

    @Test
    void of_ipv4_isTheAddress() {
        assertNotEquals(AddressBlock.of("203.0.113.1"), AddressBlock.of("203.0.113.2"));
    }

    @Test
    void of_anythingElse_isBounded() {
        assertEquals(64, AddressBlock.of("x".repeat(4_000)).length());
    }
}
