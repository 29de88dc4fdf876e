package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long WINDOW = RateLimiter.WINDOW.toNanos();

    private final AtomicLong now = new AtomicLong(10 * WINDOW);
    private final RateLimiter limiter = new RateLimiter(10, now::get);

    @Test
    void tryAcquire_upToTheLimit_isGrantedThenRefused() {
        assertEquals(10, granted("ada", 11));
    }

    @Test
    void tryAcquire_anotherCaller_hasItsOwnShare() {
        granted("ada", 11);
        assertTrue(limiter.tryAcquire("bob"));
    }

    @Test
    void tryAcquire_halfAWindowLater_hasHalfTheShare() {
        granted("ada", 10);
        now.addAndGet(WINDOW + WINDOW / 2);
        assertEquals(5, granted("ada", 11));
    }

    @Test
    void tryAcquire_twoWindowsLater_hasAllOfIt() {
        granted("ada", 10);
        now.addAndGet(2 * WINDOW);
        assertEquals(10, granted("ada", 11));
    }

    @Test
    void tryAcquire_atTheWindowsEdge_doesNotDouble() {
        now.addAndGet(WINDOW - 1);
        granted("ada", 10);
        now.addAndGet(2);
        assertTrue(granted("ada", 10) <= 1);
    }

    private int granted(String caller, int times) {
        int granted = 0;
        for (int i = 0; i < times; i++) {
            granted += limiter.tryAcquire(caller) ? 1 : 0;
        }
        return granted;
    }
}
