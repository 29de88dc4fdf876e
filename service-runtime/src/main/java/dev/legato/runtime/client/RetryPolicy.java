package dev.legato.runtime.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a call is tried again and how long each pause is: the first as given, each further one twice as long.
 *
 * @param retries tries after the first
 * @param longestPause bounds every pause, also one that the service asks for
 */
public record RetryPolicy(int retries, Duration firstPause, Duration longestPause) {
    /** Seven retries, from 200 ms to 5 s: about twenty seconds. */
    public static final RetryPolicy PATIENT = new RetryPolicy(7, Duration.ofMillis(200), Duration.ofSeconds(5));

    /** One try. */
    public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);

    /**
     * The pause before a retry.
     *
     * @param retry 1 for the first
     * @param asked what {@code Retry-After} says
     */
    Duration pause(int retry, Optional<Duration> asked) {
        Duration ours = firstPause.multipliedBy(1L << Math.min(retry - 1, Integer.SIZE - 2));
        Duration pause = asked.filter(theirs -> theirs.compareTo(ours) > 0).orElse(ours);
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
