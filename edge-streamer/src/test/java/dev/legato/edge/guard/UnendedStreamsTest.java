package dev.legato.edge.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UnendedStreamsTest {
    private final UnendedStreams streams = new UnendedStreams();

    @Test
    void mayContain_stream_untilItIsRemoved() {
        for (int stream = 1; stream <= 41; stream += 2) {
            streams.add(stream);
        }
        streams.remove(7);
        streams.remove(8);
        for (int stream = 1; stream <= 43; stream++) {
            assertEquals(
                    stream % 2 == 1 && stream != 7 && stream <= 41, streams.mayContain(stream), "stream " + stream);
        }
    }

    @Test
    void mayContain_moreThanAreRemembered_isTrueOfTheForgotten() {
        int last = 2 * (UnendedStreams.MAX + 10) + 1;
        for (int stream = 1; stream <= last; stream += 2) {
            streams.add(stream);
        }
        assertTrue(streams.mayContain(1));
        assertTrue(streams.mayContain(last));
        streams.remove(last);
        assertFalse(streams.mayContain(last));
    }
}
