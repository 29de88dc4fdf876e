package dev.legato.edge.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.edge.lane.CanonicalGet.Reading;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Every byte at every place: the reader looks at eight of them at a time. */
class CanonicalGetTest {
    private static final String BEFORE_TARGET = "GET /";
    private static final String BEFORE_VALUE = "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: ";
    private static final String PLAIN = "twenty-one characters";
    private static final int BYTES = 256;

    private final CanonicalGet get = new CanonicalGet();

    @Test
    void read_anyByteInATarget_isVisibleAscii() {
        String after = PLAIN.replace(' ', '-') + " HTTP/1.1\r\nHost: a\r\n\r\n";
        assertAllowed(BEFORE_TARGET, after, PLAIN.length(), value -> value > ' ' && value < 0x7f);
    }

    @Test
    void read_anyByteInAValue_isPrintableAsciiOrTab() {
        String after = PLAIN + "\r\n\r\n";
        assertAllowed(BEFORE_VALUE, after, PLAIN.length(), value -> value >= ' ' && value < 0x7f || value == '\t');
    }

    /** Puts each byte in the place of each of the characters that {@code after} begins with. */
    private void assertAllowed(String before, String after, int places, IntPredicate allowed) {
        for (int place = 0; place < places; place++) {
            for (int value = 0; value < BYTES; value++) {
                byte[] request = (before + after).getBytes(StandardCharsets.ISO_8859_1);
                request[before.length() + place] = (byte) value;
                int at = place;
                int is = value;
                Reading expected = allowed.test(value) ? Reading.CANONICAL : Reading.OTHER;
                assertEquals(expected, get.read(Unpooled.wrappedBuffer(request)), () -> is + " at " + at);
            }
        }
    }
}
