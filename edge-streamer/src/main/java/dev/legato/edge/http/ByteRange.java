package dev.legato.edge.http;

/**
 * Bytes {@code start} to {@code endExclusive - 1} of a representation; at least one byte.
 *
 * @param start offset of the first byte
 * @param endExclusive offset of the first byte after it
 */
public record ByteRange(long start, long endExclusive) {
    public ByteRange {
        if (start < 0 || endExclusive <= start) {
            throw new IllegalArgumentException(
                    "byte range: [%d, %d) (expected: 0 <= start < end)".formatted(start, endExclusive));
        }
    }

    /** Number of bytes. */
    public long length() {
        return endExclusive - start;
    }

    /** Whether the two share a byte or are adjacent. */
    boolean touches(ByteRange other) {
        return start <= other.endExclusive && other.start <= endExclusive;
    }

    /** The smallest range that contains both. */
    ByteRange span(ByteRange other) {
        return new ByteRange(Math.min(start, other.start), Math.max(endExclusive, other.endExclusive));
    }

    /** The value of {@code Content-Range} (RFC 9110 §14.4). */
    public String contentRange(long completeLength) {
        return "bytes " + start + '-' + (endExclusive - 1) + '/' + completeLength;
    }
}
