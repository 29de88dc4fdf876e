package dev.legato.ingest.journal;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which entries Kafka has acknowledged. It acknowledges each partition in order, and so the whole in any order: what counts is
 * the end of the unbroken run from the beginning. Any thread may call it.
 */
final class Acknowledgements {
    private final int capacity;

    /** A bit for each index from {@link #end} to {@code end + capacity}, at the index modulo the capacity. */
    private final BitSet acknowledged;

    /** Indexes without an entry to send, from and to. */
    private final Map<Long, Long> gaps = new TreeMap<>();

    private long end;
    private long sent;

    /**
     * @param begin the first index
     * @param capacity how far beyond the end something may be under way
     */
    Acknowledgements(long begin, int capacity) {
        this.end = begin;
        this.sent = begin;
        this.capacity = capacity;
        this.acknowledged = new BitSet(capacity);
    }

    /** Every entry before it is acknowledged. */
    synchronized long end() {
        return end;
    }

    /** Waits until an index may be sent, for a time; returns whether it may. */
    synchronized boolean awaitRoom(long index, long nanos) throws InterruptedException {
        return await(index - capacity + 1, nanos);
    }

    /** Waits until everything that was sent is acknowledged, for a time; returns whether it is. */
    synchronized boolean awaitAll(long nanos) throws InterruptedException {
        return await(sent, nanos);
    }

    /** Records that an index is sent, which {@link #awaitRoom} has admitted. */
    synchronized void sent(long index) {
        sent = index + 1;
    }

    /** Whether an index is acknowledged. */
    synchronized boolean has(long index) {
        return index < end || (index < end + capacity && acknowledged.get(slot(index)));
    }

    synchronized void add(long index) {
        if (index < end) {
            return; // it was sent twice
        }
        acknowledged.set(slot(index));
        if (index == end) {
            advance();
        }
    }

    /** Records that there is nothing to send at some indexes. */
    synchronized void skip(long from, long to) {
        if (to > from) {
            var _ = gaps.put(from, to);
            sent = to;
            advance();
        }
    }

    private boolean await(long wanted, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        long remaining = nanos;
        while (end < wanted && remaining > 0) {
            wait(remaining / 1_000_000, (int) (remaining % 1_000_000));
            remaining = deadline - System.nanoTime();
        }
        return end >= wanted;
    }

    private void advance() {
        boolean advances = true;
        while (advances) {
            Long gap = gaps.remove(end);
            if (gap != null) {
                end = gap;
            } else if (acknowledged.get(slot(end))) {
                acknowledged.clear(slot(end));
                end++;
            } else {
                advances = false;
            }
        }
        notifyAll();
    }

    private int slot(long index) {
        return (int) (index % capacity);
    }
}
