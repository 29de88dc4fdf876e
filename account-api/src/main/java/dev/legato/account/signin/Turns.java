package dev.legato.account.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives attempts turns, one after the other with a pause before each, by key. No attempt waits longer
 * than {@link #MAX_WAIT}: it is refused when too many wait already. For use by any thread.
 */
public final class Turns {
    /** Shorter than the ten seconds in which the gateway expects an answer. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(8);

    private static final int MAX_KEYS = 10_000;

    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private final Cache<String, Long> last;

    /**
     * When a turn is.
     *
     * @param comes false if too many wait already and the attempt gets none
     * @param delay how long until then, or until it is worth asking again
     */
    record Turn(boolean comes, Duration delay) {}

    public Turns(Duration pause, LongSupplier nanoTime) {
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
        this.last = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterWrite(MAX_WAIT.multipliedBy(2))
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** Takes the next turn of a key. */
    synchronized Turn take(String key) {
        long now = nanoTime.getAsLong();
        Long latest = last.getIfPresent(key);
        long turn = (latest == null ? now : now + Math.max(0, latest - now)) + pauseNanos;
        Duration wait = Duration.ofNanos(turn - now);
        if (wait.compareTo(MAX_WAIT) > 0) {
            return new Turn(false, wait.minus(MAX_WAIT));
        }
        last.put(key, turn);
        return new Turn(true, wait);
    }
}
