package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WritePositionsTest {
    private static final Duration MAX_LAG = Duration.ofSeconds(5);

    private final AtomicLong now = new AtomicLong();
    private final WritePositions positions = new WritePositions(MAX_LAG, null, now::get, 2);

    @Test
    void required_ofWhoWrote_isTheFarthestPosition() {
        remember("clara", 200);
        remember("clara", 100);
        assertEquals(200, required("clara"));
        assertEquals(0, required("robert"));
    }

    @Test
    void required_afterThePositionMatters_isNone() {
        remember("clara", 200);
        now.addAndGet(WritePositions.kept(MAX_LAG).toNanos() - 1);
        assertEquals(200, required("clara"));
        now.addAndGet(2);
        assertEquals(0, required("clara"));
    }

    @Test
    void required_ofMoreCallersThanThereIsRoomFor_isForgottenOfNobody() {
        for (int i = 1; i <= 50; i++) {
            remember("account" + i, i);
        }
        for (int i = 1; i <= 50; i++) {
            assertTrue(required("account" + i) >= i);
        }
    }

    private void remember(String account, long position) {
        assertTrue(positions.remember(account, position).succeeded());
    }

    private long required(String account) {
        return positions.required(account).result();
    }
}
