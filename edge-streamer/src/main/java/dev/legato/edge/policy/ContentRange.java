package dev.legato.edge.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a 206 carries (RFC 9110 §14.4).
 *
 * @param start the first byte's position
 * @param endExclusive the position after the last byte
 * @param completeLength bytes of the whole representation, {@link #UNKNOWN} for {@code *}
 */
public record ContentRange(long start, long endExclusive, long completeLength) {
    /** The complete length if the origin does not state it. */
    public static final long UNKNOWN = -1;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern FORM = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

    /** Parses {@code bytes 0-499/1234}; null if the text is malformed or contradicts itself. */
    public static @Nullable ContentRange parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        long start = Long.parseLong(matcher.group(1));
        long endExclusive = Long.parseLong(matcher.group(2)) + 1;
        long complete = matcher.group(3).equals("*") ? UNKNOWN : Long.parseLong(matcher.group(3));
        boolean contradicts = start >= endExclusive || (complete != UNKNOWN && endExclusive > complete);
        return contradicts ? null : new ContentRange(start, endExclusive, complete);
    }

    /** Parses a Content-Length; {@link #UNKNOWN} if it is malformed. */
    static long parseLength(String text) {
        return LENGTH.matcher(text).matches() ? Long.parseLong(text) : UNKNOWN;
    }

    /** Returns the number of bytes. */
    public long length() {
        return endExclusive - start;
    }
}
