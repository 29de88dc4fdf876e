package dev.legato.gateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Counts requests over a rolling window of {@link #WINDOW}, approximated by two fixed halves: the weight of the previous
 * window shrinks as the current one passes. A counter costs a few words, and the {@value #MAX_COUNTERS} most recently
 * used are remembered. For use by any thread.
 *
 * @see <a href="https://blog.cloudflare.com/counting-things-a-lot-of-different-things/">sliding window counters</a>
 */
final class RateLimiter {
    /** Over how long requests are counted. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    private static final long WINDOW_NANOS = WINDOW.toNanos();
    private static final int MAX_COUNTERS = 100_000;

    private final LongSupplier nanoTime;
    private final LoadingCache<String, Counter> counters;

    /**
     * What a request counts towards.
     *
     * @param key whose requests are counted together
     * @param max how many there may be in a window
     */
    record Limit(String key, int max) {}

    /** @param nanoTime a clock like {@link System#nanoTime} */
    RateLimiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.counters = Caffeine.newBuilder()
                .maximumSize(MAX_COUNTERS)
                .expireAfterAccess(WINDOW.multipliedBy(2))
                .ticker(nanoTime::getAsLong)
                .build(_ -> new Counter());
    }

    /**
     * Counts a request towards all of its limits, or, if one is reached, towards none.
     *
     * @return how long the caller must wait until such a request would be accepted; zero if this one is
     */
    synchronized Duration tryAcquire(List<Limit> limits) {
        long now = nanoTime.getAsLong();
        long wait = 0;
        for (Limit limit : limits) {
            wait = Math.max(wait, counters.get(limit.key()).waitNanos(now, limit.max()));
        }
        if (wait == 0) {
            limits.forEach(limit -> counters.get(limit.key()).current++);
        }
        return Duration.ofNanos(wait);
    }

    private static final class Counter {
        private long window;
        private int current;
        private int previous;

        /** How long until {@code current + previous × (1 − elapsed / window) < max}. */
        long waitNanos(long now, int max) {
            long nowWindow = Math.floorDiv(now, WINDOW_NANOS);
            if (nowWindow != window) {
                previous = nowWindow == window + 1 ? current : 0;
                current = 0;
                window = nowWindow;
            }
            long elapsed = Math.floorMod(now, WINDOW_NANOS);
            if (current >= max) {
                // Nothing fits into this window any more; in the next one its requests are the previous ones.
                return WINDOW_NANOS - elapsed + untilBelow(max, current);
            }
            return Math.max(0, untilBelow(max - current, previous) - elapsed);
        }

        /** When, from a window's start, the weight of the previous one's requests has sunk below a room. */
        private static long untilBelow(int room, int requests) {
            return requests < room ? 0 : (long) (WINDOW_NANOS * (1 - (double) room / requests)) + 1;
        }
    }
}
