package dev.legato.edge.store;

/**
 * How bodies are divided: into slices of the same length, but for the last, which may be shorter.
 *
 * @param sliceBytes length of a slice
 */
record Slicing(int sliceBytes) {
    private static final int MAX_INDEX = Integer.MAX_VALUE - Long.SIZE;

    /** The slice around an offset. */
    int index(long offset) {
        return (int) Math.min(offset / sliceBytes, MAX_INDEX);
    }

    /** The offset of a slice's first byte. */
    long start(int index) {
        return (long) index * sliceBytes;
    }

    /** The bytes of a slice, if the whole has so many; those of any slice but the last if that is unknown, below 0. */
    int length(int index, long complete) {
        return complete < 0 ? sliceBytes : Math.clamp(complete - start(index), 0, sliceBytes);
    }

    /** How many slices there are; 0 if the complete length is unknown, below 0. */
    int count(long complete) {
        return complete <= 0 ? 0 : index(complete - 1) + 1;
    }
}
