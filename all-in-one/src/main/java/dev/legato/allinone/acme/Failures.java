package dev.legato.allinone.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders that have failed one after the other. Each doubles the wait before the next, from half a minute up to an hour:
 * authorities count orders, and refuse who asks too often for hours.
 *
 * @param notBefore when the next order may follow
 */
record Failures(int count, Instant notBefore) {
    static final Failures NONE = new Failures(0, Instant.EPOCH);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** 30 s doubled so often is more than an hour. */
    private static final int MAX_DOUBLINGS = 7;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) (\\S+)\\s*");

    /**
     * One more.
     *
     * @param left how long the present certificate is still valid; the more, the longer the wait
     * @param retryAfter when the authority takes the next order, if it says so
     */
    Failures and(Instant now, Duration left, Optional<Instant> retryAfter) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(count, MAX_DOUBLINGS));
        Duration tenth = left.dividedBy(10);
        Duration longer = doubled.compareTo(tenth) > 0 ? doubled : tenth;
        Instant own = now.plus(longer.compareTo(MAX_WAIT) < 0 ? longer : MAX_WAIT);
        return new Failures(count + 1, retryAfter.filter(own::isBefore).orElse(own));
    }

    /** Reads what {@link #text} wrote; anything else is {@link #NONE}. */
    static Failures parse(String text) {
        Matcher parts = TEXT.matcher(text);
        try {
            return parts.matches()
                    ? new Failures(Integer.parseInt(parts.group(1)), Instant.parse(parts.group(2)))
                    : NONE;
        } catch (DateTimeParseException _) {
            return NONE;
        }
    }

    String text() {
        return "%d %s\n".formatted(count, notBefore);
    }
}
