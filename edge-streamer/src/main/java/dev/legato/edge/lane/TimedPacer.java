package dev.legato.edge.lane;

import java.util.function.LongSupplier;

/**
 * Paces one of several answers that share a socket, as in HTTP/2: after each piece it asks for as long a wait as the piece
 * takes at its rate. No piece takes longer than a second, so that a ceiling is kept within one and the connection is not
 * taken for idle. What the network was too slow for is not made up.
 */
final class TimedPacer extends Pacer {
    private static final long SECOND = 1_000_000_000;

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
    void burst() {
        // goes as it is
    }

    @Override
    long hold(int now) {
        rate = now;
        return rate;
    }

    @Override
    void handedPaced(long bytes) {
        due += Math.max(0, nanoTime.getAsLong() - due) + bytes * SECOND / rate;
    }
}
