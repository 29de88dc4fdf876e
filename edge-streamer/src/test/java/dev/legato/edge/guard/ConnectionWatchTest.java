package dev.legato.edge.guard;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.metrics.EdgeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int MAX_REQUESTS = 12;
    private static final int REQUEST_RATE = 3;

    private final AtomicLong now = new AtomicLong(5);
    private final Watches watches = new Watches(
            new ConnectionLimits(1, 1, MAX_REQUESTS, REQUEST_RATE, NEVER, NEVER),
            IDLE,
            new EdgeMetrics(new SimpleMeterRegistry()),
            now::get);
    private final ConnectionWatch watch = watches.create(false);
    private final EmbeddedChannel channel = new EmbeddedChannel(watch);

    @AfterEach
    void close() {
        boolean _ = channel.finishAndReleaseAll();
    }

    @Test
    void silence_isIdle() {
        pass(IDLE.minusNanos(1));
        assertTrue(channel.isOpen());
        pass(Duration.ofNanos(1));
        assertFalse(channel.isOpen());
    }

    /** As the answers that wait for their pace between two pieces. */
    @Test
    void answerWithPauses_isNotIdle() {
        for (int i = 0; i < 4; i++) {
            pass(IDLE.dividedBy(2));
            boolean _ = channel.writeOutbound(Unpooled.copyInt(i));
        }
        assertTrue(channel.isOpen());
        pass(IDLE);
        assertFalse(channel.isOpen());
    }

    @Test
    void requests_asManyAsASecondMayBring_areWithinBounds_moreAreRefused() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < REQUEST_RATE; i++) {
                assertTrue(watch.isNextWithinBounds());
                assertNull(watch.refusal());
                watch.requestRead();
            }
            assertFalse(watch.isNextWithinBounds());
            assertEquals(429, requireNonNull(watch.refusal()).status());
            pass(ROUND);
        }
    }

    /** A loop that is held up begins its rounds late. */
    @Test
    void requests_ofARoundThatIsLate_areNotRefused() {
        now.addAndGet(ROUND.multipliedBy(2).toNanos());
        for (int i = 0; i < 2 * REQUEST_RATE; i++) {
            assertNull(watch.refusal());
            watch.requestRead();
        }
        assertEquals(429, requireNonNull(watch.refusal()).status());
    }

    @Test
    void requests_asManyAsAConnectionMayMake_lastIsTold() {
        for (int i = 1; i < MAX_REQUESTS; i++) {
            assertFalse(watch.isNextLast());
            watch.requestRead();
            pass(ROUND);
        }
        assertTrue(watch.isNextLast());
        assertFalse(watch.isNextWithinBounds());
        assertNull(watch.refusal());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        watches.loop(channel.eventLoop()).round();
    }
}
