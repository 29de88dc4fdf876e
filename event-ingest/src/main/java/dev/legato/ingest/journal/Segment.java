package dev.legato.ingest.journal;

import java.nio.file.Path;

/** A file of the journal: {@link JournalFolder#MAGIC}, then entries. One thread grows it while others read. */
final class Segment {
    private final Path file;
    private final long first;
    private volatile Extent extent;

    /**
     * How far it counts.
     *
     * @param end the index of the entry that follows its last one
     * @param bytes of the file, the magic included
     */
    record Extent(long end, long bytes) {}

    /**
     * @param first the index of its first entry
     * @param bytes how many of its bytes count, the magic included
     * @param count how many entries these are
     */
    Segment(Path file, long first, long bytes, long count) {
        this.file = file;
        this.first = first;
        this.extent = new Extent(first + count, bytes);
    }

    Path file() {
        return file;
    }

    long first() {
        return first;
    }

    Extent extent() {
        return extent;
    }

    /** The index of the entry that follows its last one. */
    long end() {
        return extent.end();
    }

    long bytes() {
        return extent.bytes();
    }

    /** Counts entries that are on the disk now. */
    void grow(long newBytes, int newEntries) {
        extent = new Extent(extent.end() + newEntries, newBytes);
    }
}
