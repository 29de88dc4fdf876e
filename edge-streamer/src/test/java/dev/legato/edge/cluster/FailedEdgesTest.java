package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FailedEdgesTest {
    private static final EdgeNode NODE = RendezvousTest.node(1);

    private long now;
    private final FailedEdges failed = new FailedEdges(Duration.ofSeconds(5), () -> now);

    @Test
    void mayBeAsked_afterAFailure_restsThenOneTries() {
        assertTrue(failed.mayBeAsked(NODE));
        failed.failed(NODE);
        assertFalse(failed.mayBeAsked(NODE));
        now += Duration.ofSeconds(5).toNanos();
        assertTrue(failed.mayBeAsked(NODE), "one tries");
        assertFalse(failed.mayBeAsked(NODE), "the others do not wait for it");
        failed.answered(NODE);
        assertTrue(failed.mayBeAsked(NODE));
    }

    @Test
    void mayBeAsked_anotherHasFailed_isTrue() {
        failed.failed(NODE);
        assertTrue(failed.mayBeAsked(RendezvousTest.node(2)));
    }
}
