package dev.legato.edge.lane;

import java.util.function.LongSupplier;

/**
 * Paces one of several answers that share a socket, as in HTTP/2: after each piece it asks for as long a wait as the piece
 * takes at its rate. What the network was too slow for is not made up.
 */
final class TimedPacer extends Pacer {
    private static final double SECOND = 1e9;

    private final LongSupplier nanoTime;
    private int rate;
    private long due;

    TimedPacer(Pacing pacing, LongSupplier nanoTime) {
        super(pacing);
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    @Override
    public long delay() {
        return Math.max(0, due - nanoTime.getAsLong());
    }

    @Override
    void free() {
        due = nanoTime.getAsLong();
    }

    @Override
    void hold(int now) {
        rate = now;
    }

    @Override
    void handedBeyond(long bytes) {
        if (bytes > 0) {
            due = Math.max(due, nanoTime.getAsLong()) + (long) (bytes * SECOND / rate);
        }
    }
}
