package dev.legato.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the records of events require of their members, so that none exists which a reader could not use. */
final class Values {
    /** Before any of our events; what is earlier is a clock that was never set, or no time at all. */
    private static final Instant FIRST_INSTANT = Instant.parse("2000-01-01T00:00:00Z");

    /** What RFC 3339, with its four digits of a year, can write. */
    private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Values() {}

    /** @throws IllegalArgumentException if there is none */
    static void require(String what, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(what + ": missing");
        }
    }

    /** @throws IllegalArgumentException if it lies before 2000 or has a year of more than four digits */
    static void requireTime(String what, @Nullable Instant time) {
        require(what, time);
        if (time == null || time.isBefore(FIRST_INSTANT) || time.isAfter(LAST_INSTANT)) {
            throw new IllegalArgumentException("%s: %s (expected: a year from 2000 to 9999)".formatted(what, time));
        }
    }

    /** @throws IllegalArgumentException if it is not within 0 and {@code max} */
    static void requireWithin(String what, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("%s: %d (expected: 0 to %d)".formatted(what, value, max));
        }
    }

    /** A copy; empty for a list that an older writer did not know of. */
    static <T> List<T> listOrNone(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
