package dev.legato.edge.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Range} request field (RFC 9110 §14.2).
 *
 * <pre>
 *   Range: bytes=0-499         the first 500 bytes
 *   Range: bytes=500-          from 500 on
 *   Range: bytes=-500          the last 500
 *   Range: bytes=0-0, -1       the first and the last
 * </pre>
 *
 * <p>A field with another unit than {@code bytes}, a malformed one and one with more than {@value #MAX_RANGES} ranges
 * are ignored, so that the whole representation is sent. Ranges that overlap or are adjacent become one.
 */
public final class RangeHeader {
    /** A set with more ranges than this is answered with the whole representation. */
    public static final int MAX_RANGES = 16;

    private static final String UNIT = "bytes=";
    private static final long MAX_BEFORE_DIGIT = (Long.MAX_VALUE - 9) / 10;

    private final String text;
    private final long completeLength;
    private int at;
    private boolean suffixOfNothing;

    private RangeHeader(String text, long completeLength) {
        this.text = text;
        this.completeLength = completeLength;
        this.at = UNIT.length();
    }

    /**
     * Resolves a field against a length.
     *
     * @param value the field's value, its lines joined by commas; null if the request has none
     * @param completeLength bytes of the selected representation
     */
    public static Ranges resolve(@Nullable String value, long completeLength) {
        if (value == null || !value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return Ranges.Whole.WHOLE;
        }
        return new RangeHeader(value, completeLength).resolve();
    }

    private Ranges resolve() {
        List<ByteRange> satisfiable = new ArrayList<>(1);
        int count = 0;
        while (true) {
            skipSpace();
            if (at < text.length() && text.charAt(at) != ',') {
                if (++count > MAX_RANGES || !readSpec(satisfiable)) {
                    return Ranges.Whole.WHOLE;
                }
                skipSpace();
            }
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at++) != ',') {
                return Ranges.Whole.WHOLE;
            }
        }
        if (count == 0) {
            return Ranges.Whole.WHOLE;
        }
        if (satisfiable.isEmpty()) {
            // A suffix of an empty representation is satisfiable, but no Content-Range can say so.
            return suffixOfNothing ? Ranges.Whole.WHOLE : Ranges.Unsatisfiable.UNSATISFIABLE;
        }
        return new Ranges.Selected(satisfiable.size() == 1 ? satisfiable : coalesce(satisfiable));
    }

    /** Reads one range-spec and adds it if it is satisfiable; false if it is malformed. */
    private boolean readSpec(List<ByteRange> satisfiable) {
        long first = readNumber();
        if (at == text.length() || text.charAt(at) != '-') {
            return false;
        }
        at++;
        long last = readNumber();
        if (first < 0) {
            if (last < 0) {
                return false;
            }
            if (last > 0 && completeLength > 0) {
                satisfiable.add(new ByteRange(Math.max(0, completeLength - last), completeLength));
            }
            suffixOfNothing |= last > 0 && completeLength == 0;
            return true;
        }
        if (last >= 0 && last < first) {
            return false;
        }
        if (first < completeLength) {
            satisfiable.add(new ByteRange(first, last < 0 || last >= completeLength ? completeLength : last + 1));
        }
        return true;
    }

    /** Reads digits as a number: {@link Long#MAX_VALUE} if it is too large, -1 if there are none. */
    private long readNumber() {
        int begin = at;
        int end = begin;
        long number = 0;
        for (; end < text.length(); end++) {
            int digit = text.charAt(end) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number > MAX_BEFORE_DIGIT ? Long.MAX_VALUE : number * 10 + digit;
        }
        at = end;
        return end == begin ? -1 : number;
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** Joins ranges that touch; each union stands where the first of its members stood (RFC 9110 §15.3.7.2). */
    private static List<ByteRange> coalesce(List<ByteRange> ranges) {
        List<ByteRange> disjoint = new ArrayList<>(ranges.size());
        for (ByteRange range : ranges) {
            ByteRange union = range;
            int place = disjoint.size();
            for (int i = 0; i < disjoint.size(); ) {
                if (disjoint.get(i).touches(union)) {
                    union = union.span(disjoint.remove(i));
                    place = Math.min(place, i);
                    i = 0; // the union may touch a range that its parts did not touch
                } else {
                    i++;
                }
            }
            disjoint.add(Math.min(place, disjoint.size()), union);
        }
        return disjoint;
    }
}
