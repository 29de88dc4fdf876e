package dev.legato.gateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts each caller's requests over a rolling window of {@link #WINDOW}, approximated by two fixed halves: the weight
 * of the previous window shrinks as the current one passes. A caller costs a few words, and the most recent
 * {@value #MOST_CALLERS} are remembered.
 *
 * @see <a href="https://blog.cloudflare.com/counting-things-a-lot-of-different-things/">sliding window counters</a>
 */
final class RateLimiter {
    /** Over how long requests are counted. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    private static final int MOST_CALLERS = 100_000;

    private final int most;
    private final LongSupplier nanoTime;
    private final LoadingCache<String, Counter> counters;

    /**
     * A limiter.
     *
     * @param most requests a caller may send in a window
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    RateLimiter(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.counters = Caffeine.newBuilder()
                .maximumSize(MOST_CALLERS)
                .expireAfterAccess(WINDOW.multipliedBy(2))
                .ticker(nanoTime::getAsLong)
                .build(_ -> new Counter());
    }

    /** Counts a request; false if the caller has had its share. */
    boolean tryAcquire(String caller) {
        Counter counter = counters.get(caller);
        synchronized (counter) {
            return counter.tryAcquire(nanoTime.getAsLong(), most);
        }
    }

    private static final class Counter {
        private long window;
        private int current;
        private int previous;

        boolean tryAcquire(long now, int most) {
            long nowWindow = Math.floorDiv(now, WINDOW.toNanos());
            if (nowWindow != window) {
                previous = nowWindow == window + 1 ? current : 0;
                current = 0;
                window = nowWindow;
            }
            double remaining = 1 - (double) Math.floorMod(now, WINDOW.toNanos()) / WINDOW.toNanos();
            if (current + previous * remaining >= most) {
                return false;
            }
            current++;
            return true;
        }
    }
}
