package dev.legato.edge.lane;

import java.util.function.LongSupplier;

/**
 * Paces one of several answers that share a socket, as in HTTP/2: after each piece it requires a wait, as long as the
 * piece takes at its rate. No piece takes longer than a second, so a ceiling is kept within a second and the connection
 * is not taken for idle. Time that a slow network has lost is not made up for.
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
    void unpace() {
        due = nanoTime.getAsLong();
    }

    @Override
    void beginBurst() {
        // a burst needs no wait
    }

    @Override
    long pace(int bytesPerSecond) {
        rate = bytesPerSecond;
        return rate;
    }

    @Override
    void sentPaced(long bytes) {
        due += Math.max(0, nanoTime.getAsLong() - due) + bytes * SECOND / rate;
    }
}
