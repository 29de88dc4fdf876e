package dev.legato.edge.cache;

import dev.legato.edge.http.RangeHeader;
import dev.legato.edge.http.Ranges;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which range an origin is asked for when nothing of a representation is known: one that the client's own range lies in,
 * from the beginning of a slice to the end of one.
 */
final class WantedRange {
    private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");
    private static final Pattern SUFFIX = Pattern.compile("bytes=-[0-9]{1,18}");
    private static final Pattern SEVERAL = Pattern.compile("bytes=[0-9 ,-]+");

    /** No more slices are asked for at once. */
    private static final int MAX_SLICES = 8;

    /** So many are if the client does not say where it will end: many leave soon. */
    private static final int OPEN_SLICES = 2;

    private WantedRange() {}

    /**
     * Whether a part of a representation has all that a client asks for.
     *
     * @param range the client's; null if it sent none
     */
    static boolean isWithin(@Nullable String range, long start, long end, long completeLength) {
        return RangeHeader.resolve(range, completeLength) instanceof Ranges.Selected(var ranges)
                && ranges.stream().allMatch(one -> one.start() >= start && one.endExclusive() <= end);
    }

    /**
     * Returns the value of Range to send; null to ask for the whole.
     *
     * @param range the client's; null if it sent none
     * @param boundary where a request that begins at an offset has to end
     */
    static @Nullable String of(@Nullable String range, int sliceBytes, LongUnaryOperator boundary) {
        if (range == null) {
            return null;
        }
        Matcher single = SINGLE.matcher(range);
        if (single.matches()) {
            long first = Long.parseLong(single.group(1));
            long start = first / sliceBytes * sliceBytes;
            long most = Math.min(boundary.applyAsLong(start), start + (long) MAX_SLICES * sliceBytes);
            long last = single.group(2).isEmpty()
                    ? Math.min(most, start + (long) OPEN_SLICES * sliceBytes) - 1
                    : Long.parseLong(single.group(2));
            if (last < first) {
                return null;
            }
            long end = Math.min(most, (last / sliceBytes + 1) * sliceBytes);
            return "bytes=%d-%d".formatted(start, end - 1);
        }
        if (SUFFIX.matcher(range).matches()) {
            return range;
        }
        // Several ranges: the first slice tells the length and the tag, and the others are fetched as they are sent.
        return SEVERAL.matcher(range).matches() ? "bytes=0-%d".formatted(sliceBytes - 1) : null;
    }
}
