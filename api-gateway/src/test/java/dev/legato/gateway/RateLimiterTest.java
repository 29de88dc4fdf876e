package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.gateway.RateLimiter.Limit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long WINDOW = RateLimiter.WINDOW.toNanos();

    private final AtomicLong now = new AtomicLong(10 * WINDOW);
    private final RateLimiter limiter = new RateLimiter(now::get);

    @Test
    void tryAcquire_upToTheLimit_isGrantedThenRefused() {
        assertEquals(10, granted("ada", 11));
    }

    @Test
    void tryAcquire_anotherCaller_hasItsOwnShare() {
        granted("ada", 11);
        assertTrue(limiter.tryAcquire(List.of(new Limit("bob", 10))).isZero());
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

    @Test
    void tryAcquire_beyondTheLimit_saysWhenARequestIsAccepted() {
        for (int spent : new int[] {10, 7, 3}) {
            now.addAndGet(2 * WINDOW - Math.floorMod(now.get(), WINDOW) + WINDOW / 5);
            granted("ada", spent);
            now.addAndGet(WINDOW / 2);
            granted("ada", 10 - spent);
            Duration wait = limiter.tryAcquire(List.of(new Limit("ada", 10)));
            assertTrue(wait.isPositive());
            now.addAndGet(wait.toNanos() - 2);
            assertEquals(0, granted("ada", 1), "just before, spent at first: " + spent);
            now.addAndGet(2);
            assertEquals(1, granted("ada", 1), "then, spent at first: " + spent);
        }
    }

    @Test
    void tryAcquire_atTheWindowsStart_waitsForTheWholeWindow() {
        granted("ada", 10);
        assertEquals(WINDOW, limiter.tryAcquire(List.of(new Limit("ada", 10))).toNanos(), 1_000);
    }

    @Test
    void tryAcquire_oneLimitReached_countsTowardsNone() {
        granted("network", 10);
        List<Limit> both = List.of(new Limit("guest", 10), new Limit("network", 10));
        assertTrue(limiter.tryAcquire(both).isPositive());
        assertEquals(10, granted("guest", 11));
    }

    private int granted(String caller, int times) {
        int granted = 0;
        for (int i = 0; i < times; i++) {
            granted += limiter.tryAcquire(List.of(new Limit(caller, 10))).isZero() ? 1 : 0;
        }
        return granted;
    }
}
