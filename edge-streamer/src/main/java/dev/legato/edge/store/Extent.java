package dev.legato.edge.store;

/**
 * A part of an object.
 *
 * @param offset bytes before it
 * @param length bytes, at least 1
 */
public record Extent(long offset, long length) {
    /** The offset of the first byte after it. */
    public long end() {
        return offset + length;
    }
}
