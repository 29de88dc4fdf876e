package dev.legato.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyKeeperTest {
    @Test
    void add_decodesChunksHoweverTheyArrive() {
        String text = "5\r\nhello\r\nA;ext=1\r\n, world!!!\r\n0\r\nTrailer: x\r\n\r\n";
        for (int piece = 1; piece <= text.length(); piece++) {
            BodyKeeper keeper = new BodyKeeper();
            keeper.begin(true);
            boolean done = false;
            for (int at = 0; at < text.length(); at += piece) {
                String part = text.substring(at, Math.min(text.length(), at + piece));
                done = keeper.add(segment(part), 0, part.length());
            }
            assertEquals("hello, world!!!", new String(keeper.bytes(), StandardCharsets.US_ASCII));
            assertEquals(true, done);
        }
    }

    @Test
    void add_keepsAPlainBodyAsItIs() {
        BodyKeeper keeper = new BodyKeeper();
        keeper.begin(false);
        keeper.add(segment("xx{\"a\":1}"), 2, 7);
        assertEquals("{\"a\":1}", new String(keeper.bytes(), StandardCharsets.US_ASCII));
    }

    private static MemorySegment segment(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII));
    }
}
