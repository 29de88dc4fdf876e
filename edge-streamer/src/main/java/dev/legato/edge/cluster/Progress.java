package dev.legato.edge.cluster;

import java.util.TreeSet;

/**
 * Which purges of one edge are known: all up to a number, and some behind it while those between are awaited.
 */
final class Progress {
    private final TreeSet<Long> beyond = new TreeSet<>();
    private long contiguous;

    /** The number up to which all are known. */
    long contiguous() {
        return contiguous;
    }

    boolean isKnown(long number) {
        return number <= contiguous || beyond.contains(number);
    }

    boolean hasGap() {
        return !beyond.isEmpty();
    }

    void add(long number) {
        if (number > contiguous) {
            beyond.add(number);
            close();
        }
    }

    /** Takes all up to a number for known. */
    void skipTo(long number) {
        if (number > contiguous) {
            contiguous = number;
            beyond.headSet(number, true).clear();
            close();
        }
    }

    private void close() {
        while (!beyond.isEmpty() && beyond.first() == contiguous + 1) {
            contiguous++;
            long _ = beyond.removeFirst();
        }
    }
}
