package dev.legato.edge.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimedPacerTest {
    private static final long SECOND = 1_000_000_000;
    private static final long AUDIO = 20_000;
    private static final long BURST = 10 * AUDIO;

    private final AtomicLong now = new AtomicLong(5);
    private final Pacing pacing = new Pacing(Duration.ofSeconds(10), 3, 0, 0);
    private final TimedPacer pacer = new TimedPacer(pacing, now::get);

    @Test
    void burst_isNotHeld_theRestIs() {
        pacer.begin(AUDIO, "/audio/a");
        assertEquals(BURST, pacer.next());
        pacer.handed(BURST);
        assertEquals(0, pacer.delay());
        assertEquals(Pacer.ALL, pacer.next());
        assertEquals(1, pacing.count());
        pacer.handed(3 * AUDIO);
        assertEquals(SECOND, pacer.delay());
        now.addAndGet(SECOND);
        assertEquals(0, pacer.delay());
        pacer.end();
        assertEquals(0, pacing.count());
    }

    @Test
    void slowNetwork_isNotMadeUpFor() {
        pacer.begin(AUDIO, "/audio/a");
        pacer.handed(BURST);
        assertEquals(Pacer.ALL, pacer.next());
        pacer.handed(3 * AUDIO);
        now.addAndGet(60 * SECOND);
        pacer.handed(3 * AUDIO);
        assertEquals(SECOND, pacer.delay());
    }

    @Test
    void nextAnswer_beginsWithoutDelay() {
        pacer.begin(AUDIO, "/audio/a");
        pacer.handed(BURST);
        assertEquals(Pacer.ALL, pacer.next());
        pacer.handed(30 * AUDIO);
        pacer.begin(AUDIO, "/audio/b");
        assertEquals(0, pacer.delay());
        assertEquals(BURST, pacer.next());
    }

    @Test
    void unknownRate_isNotHeld() {
        pacer.begin(0, "/audio/a");
        assertEquals(Pacer.ALL, pacer.next());
        assertEquals(0, pacing.count());
    }
}
