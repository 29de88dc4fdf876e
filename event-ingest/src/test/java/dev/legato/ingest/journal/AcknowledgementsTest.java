package dev.legato.ingest.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class AcknowledgementsTest {
    @Test
    void end_isThatOfTheUnbrokenRun() {
        Acknowledgements acknowledged = new Acknowledgements(10, 8);
        acknowledged.add(11);
        acknowledged.add(12);
        assertEquals(10, acknowledged.end());
        acknowledged.add(10);
        assertEquals(13, acknowledged.end());
    }

    @Test
    void has_whatIsAcknowledged_alsoBehindAGap_andAfterItsSecondTime() {
        Acknowledgements acknowledged = new Acknowledgements(0, 8);
        acknowledged.add(2);
        assertTrue(acknowledged.has(2));
        assertFalse(acknowledged.has(1));
        acknowledged.add(0);
        acknowledged.add(1);
        acknowledged.add(1);
        assertEquals(3, acknowledged.end());
        assertTrue(acknowledged.has(0));
        assertFalse(acknowledged.has(9));
    }

    @Test
    void add_inAnyOrderWithinTheWindow_reachesTheEnd() {
        Random random = new Random(3);
        Acknowledgements acknowledged = new Acknowledgements(0, 64);
        for (long from = 0; from < 6_400; from += 64) {
            List<Long> window =
                    new ArrayList<>(LongStream.range(from, from + 64).boxed().toList());
            Collections.shuffle(window, random);
            window.forEach(acknowledged::add);
            assertEquals(from + 64, acknowledged.end());
        }
    }

    @Test
    void skip_indexesWithoutAnEntry_areNotWaitedFor() throws Exception {
        Acknowledgements acknowledged = new Acknowledgements(0, 8);
        acknowledged.sent(0);
        acknowledged.skip(1, 1_000);
        assertEquals(0, acknowledged.end());
        assertFalse(acknowledged.awaitRoom(1_000, 1_000));
        acknowledged.add(0);
        assertEquals(1_000, acknowledged.end());
        assertTrue(acknowledged.awaitRoom(1_000, 1_000));
        assertTrue(acknowledged.awaitAll(1_000));
    }

    @Test
    void awaitRoom_asManyUnderWayAsMayBe_isFalse() throws Exception {
        Acknowledgements acknowledged = new Acknowledgements(0, 2);
        assertTrue(acknowledged.awaitRoom(1, 1_000));
        assertFalse(acknowledged.awaitRoom(2, 1_000));
        acknowledged.add(0);
        assertTrue(acknowledged.awaitRoom(2, 1_000));
    }
}
