package dev.legato.edge.guard;

import static org.junit.jupiter.api.Assertions.assertFalse;
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

    private final AtomicLong now = new AtomicLong(5);
    private final Watches watches =
            new Watches(1, NEVER, NEVER, IDLE, new EdgeMetrics(new SimpleMeterRegistry()), now::get);
    private final EmbeddedChannel channel = new EmbeddedChannel(watches.create());

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

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        watches.loop(channel.eventLoop()).round();
    }
}
