package dev.legato.edge.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TicketKeysTest {
    @Test
    void rotate_often_keepsThree() {
        TicketKeys keys = new TicketKeys();
        assertEquals(1, keys.count());
        for (int i = 0; i < 5; i++) {
            keys.rotate();
        }
        assertEquals(3, keys.count());
    }
}
