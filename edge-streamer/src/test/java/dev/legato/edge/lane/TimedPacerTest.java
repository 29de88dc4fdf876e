package dev.legato.edge.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.SignedPath;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimedPacerTest {
    private static final long SECOND = 1_000_000_000;
    private static final long LEFT = 1 << 30;
    private static final int AUDIO = 20_000;
    private static final int BURST = 10 * AUDIO;
    private static final int PACE = 3 * AUDIO;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND / 2); // soon round the corner
    private final Pacing pacing = new Pacing(new Pacing.Rates(Duration.ofSeconds(10), 3, 0, 0));
    private final TimedPacer pacer = new TimedPacer(pacing, now::get);

    @Test
    void burst_isNotHeld_theRestIs() {
        pacer.begin(AUDIO, null);
        assertEquals(BURST, pacer.next(LEFT));
        pacer.sent(BURST);
        assertEquals(0, pacer.delay());
        assertEquals(PACE, pacer.next(LEFT));
        assertEquals(1, pacing.count());
        pacer.sent(PACE);
        assertEquals(SECOND, pacer.delay());
        now.addAndGet(SECOND - 1);
        assertEquals(1, pacer.delay());
        now.addAndGet(1);
        assertEquals(0, pacer.delay());
        pacer.end();
        assertEquals(0, pacing.count());
    }

    @Test
    void piecesOfASecond_addUpToIt() {
        beginPaced(pacer, null);
        for (int i = 1; i <= 4; i++) {
            pacer.sent(PACE / 4);
            assertEquals(i * SECOND / 4, pacer.delay());
        }
    }

    @Test
    void slowNetwork_isNotMadeUpFor() {
        beginPaced(pacer, null);
        pacer.sent(PACE);
        now.addAndGet(60 * SECOND);
        pacer.sent(PACE);
        assertEquals(SECOND, pacer.delay());
    }

    @Test
    void nextAnswer_beginsWithoutDelay() {
        beginPaced(pacer, null);
        pacer.sent(PACE);
        pacer.begin(AUDIO, null);
        assertEquals(0, pacer.delay());
        assertEquals(BURST, pacer.next(LEFT));
    }

    /** It was: the bytes took for ever at a rate of nothing. */
    @Test
    void unknownRate_isNotHeld() {
        pacer.begin(0, null);
        for (int i = 0; i < 3; i++) {
            assertEquals(LEFT, pacer.next(LEFT));
            pacer.sent(1 << 20);
            assertEquals(0, pacer.delay());
        }
        assertEquals(0, pacing.count());
    }

    @Test
    void ceilings_areSharedByTheStreamsOfAConnection() {
        Pacing bounded = new Pacing(new Pacing.Rates(Duration.ofSeconds(10), 3, 0, PACE));
        TimedPacer one = new TimedPacer(bounded, now::get);
        TimedPacer other = new TimedPacer(bounded, now::get);
        SignedPath link = linkOf("alice", false);
        beginPaced(one, link);
        beginPaced(other, link);
        assertEquals(PACE / 2, one.next(LEFT));
        one.sent(PACE / 2);
        assertEquals(SECOND, one.delay());
        other.end();
        now.addAndGet(SECOND);
        assertEquals(PACE, one.next(LEFT));
    }

    @Test
    void answerOfAnUnpacedLink_isSentWhole() {
        pacer.begin(AUDIO, linkOf("-", true));
        assertEquals(LEFT, pacer.next(LEFT));
        pacer.sent(LEFT);
        assertEquals(0, pacer.delay());
    }

    private static SignedPath linkOf(String listener, boolean unpaced) {
        return new SignedPath("k1", Instant.ofEpochSecond(1_798_761_600), listener, "0000ab/", unpaced);
    }

    private static void beginPaced(TimedPacer pacer, @Nullable SignedPath link) {
        pacer.begin(AUDIO, link);
        pacer.sent(BURST);
        assertEquals(0, pacer.delay());
        assertEquals(PACE, Math.max(PACE, pacer.next(LEFT)));
    }
}
