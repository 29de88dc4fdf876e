package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SharesTest {
    private final Shares shares = new Shares(10, 4);

    @Test
    void tryAcquire_oneNetwork_getsItsPartOnly() {
        assertTrue(shares.tryAcquire("a", 4));
        assertFalse(shares.tryAcquire("a", 1));
        assertTrue(shares.tryAcquire("b", 4));
    }

    @Test
    void tryAcquire_allTogether_getNoMoreThanThereIs() {
        assertTrue(shares.tryAcquire("a", 4));
        assertTrue(shares.tryAcquire("b", 4));
        assertFalse(shares.tryAcquire("c", 3));
        assertTrue(shares.tryAcquire("c", 2));
    }

    @Test
    void release_givesBackBothParts() {
        assertTrue(shares.tryAcquire("a", 4));
        shares.release("a", 3);
        assertTrue(shares.tryAcquire("a", 3));
        shares.release("a", 4);
        assertEquals(0, shares.held());
        shares.release("a", 0);
        assertEquals(0, shares.held());
    }
}
