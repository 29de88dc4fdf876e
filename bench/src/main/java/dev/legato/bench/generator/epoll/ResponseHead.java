package dev.legato.bench.generator.epoll;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * The head of an HTTP/1.1 response, as far as a generator needs it (RFC 9112 §4, RFC 9110 §14.4). Reused for every
 * response of a connection; parsing allocates nothing.
 */
final class ResponseHead {
    /** {@link #parse}: the blank line has not arrived yet. */
    static final int INCOMPLETE = 0;

    /** {@link #parse}: not an HTTP/1.1 response. */
    static final int MALFORMED = -1;

    private static final byte[] CONTENT_LENGTH = lower("content-length");
    private static final byte[] CONTENT_RANGE = lower("content-range");
    private static final byte[] TRANSFER_ENCODING = lower("transfer-encoding");
    private static final byte[] CONNECTION = lower("connection");

    /** The status code. */
    int status;

    /** Content-Length, or -1. */
    long contentLength;

    /** First byte position of Content-Range, or -1. */
    long rangeFirst;

    /** Last byte position (inclusive) of Content-Range. */
    long rangeLast;

    /** Complete length of Content-Range, or -1. */
    long rangeComplete;

    /** Whether the body is in chunks. */
    boolean chunked;

    /** Whether the server will close the connection. */
    boolean close;

    /**
     * @param in what has arrived
     * @return the head's length including the blank line, {@link #INCOMPLETE} or {@link #MALFORMED}
     */
    int parse(MemorySegment in, int length) {
        int end = end(in, length);
        if (end == INCOMPLETE) {
            return INCOMPLETE;
        }
        contentLength = -1;
        rangeFirst = -1;
        rangeLast = -1;
        rangeComplete = -1;
        chunked = false;
        close = false;
        if (end < 16 || !isVersion(in)) {
            return MALFORMED;
        }
        status = digit(in, 9) * 100 + digit(in, 10) * 10 + digit(in, 11);
        int line = next(in, 12, end);
        while (line < end - 2) {
            int after = next(in, line, end);
            field(in, line, after - 2);
            line = after;
        }
        return status < 100 ? MALFORMED : end;
    }

    private void field(MemorySegment in, int from, int to) {
        // Told apart by length first: few fields have these.
        int colon = from;
        while (colon < to && in.get(JAVA_BYTE, colon) != ':') {
            colon++;
        }
        int value = colon + 1;
        while (value < to && in.get(JAVA_BYTE, value) == ' ') {
            value++;
        }
        switch (colon - from) {
            case 10 -> close |= is(in, from, CONNECTION) && (in.get(JAVA_BYTE, value) | 0x20) == 'c';
            case 13 -> {
                if (is(in, from, CONTENT_RANGE)) {
                    range(in, value, to);
                }
            }
            case 14 -> contentLength = is(in, from, CONTENT_LENGTH) ? number(in, value, to) : contentLength;
            case 17 -> chunked |= is(in, from, TRANSFER_ENCODING);
            default -> {}
        }
    }

    /** {@code bytes first-last/complete}; anything else leaves -1. */
    private void range(MemorySegment in, int from, int to) {
        int at = from + 6;
        int dash = find(in, at, to, '-');
        int slash = find(in, at, to, '/');
        if (dash < slash && slash < to) {
            rangeFirst = number(in, at, dash);
            rangeLast = number(in, dash + 1, slash);
            rangeComplete = number(in, slash + 1, to);
        }
    }

    private static int end(MemorySegment in, int length) {
        for (int i = 3; i < length; i++) {
            if (in.get(JAVA_BYTE, i) == '\n'
                    && in.get(JAVA_BYTE, i - 1) == '\r'
                    && in.get(JAVA_BYTE, i - 2) == '\n'
                    && in.get(JAVA_BYTE, i - 3) == '\r') {
                return i + 1;
            }
        }
        return INCOMPLETE;
    }

    private static boolean isVersion(MemorySegment in) {
        return in.get(JAVA_BYTE, 0) == 'H'
                && in.get(JAVA_BYTE, 4) == '/'
                && in.get(JAVA_BYTE, 5) == '1'
                && in.get(JAVA_BYTE, 7) == '1'
                && in.get(JAVA_BYTE, 8) == ' ';
    }

    private static int next(MemorySegment in, int from, int end) {
        return Math.min(find(in, from, end, '\n') + 1, end);
    }

    private static int find(MemorySegment in, int from, int to, char wanted) {
        int i = from;
        while (i < to && in.get(JAVA_BYTE, i) != wanted) {
            i++;
        }
        return i;
    }

    private static boolean is(MemorySegment in, int from, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            if ((in.get(JAVA_BYTE, from + i) | 0x20) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(MemorySegment in, int from, int to) {
        long value = 0;
        int i = from;
        for (; i < to; i++) {
            int digit = in.get(JAVA_BYTE, i) - '0';
            if (digit < 0 || digit > 9 || value > 100_000_000_000_000_000L) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return i == from ? -1 : value;
    }

    private static int digit(MemorySegment in, int at) {
        int digit = in.get(JAVA_BYTE, at) - '0';
        return digit < 0 || digit > 9 ? -1000 : digit;
    }

    private static byte[] lower(String name) {
        return name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
