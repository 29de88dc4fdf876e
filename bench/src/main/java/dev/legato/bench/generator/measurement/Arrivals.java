package dev.legato.bench.generator.measurement;

/**
 * When open-loop requests should leave: evenly spaced, whatever the server does.
 *
 * <p>Coordinated omission (Gil Tene, "How NOT to Measure Latency"): a generator that waits for a stalled server sends
 * nothing during the stall and so records one bad latency where many listeners had one. Here a request that finds no
 * free connection keeps its place and its intended moment; once it can be sent, its latency counts from that moment.
 */
public final class Arrivals {
    private final double intervalNanos;
    private long start;
    private long taken;
    private long end = Long.MIN_VALUE;

    /** @param rate requests per second */
    public Arrivals(double rate) {
        this.intervalNanos = 1e9 / rate;
    }

    /** Makes the first request due now, and each other one an interval after the one before. */
    public void begin(long now) {
        start = now;
        taken = 0;
        end = Long.MAX_VALUE;
    }

    /** Says when the next request should leave, of System.nanoTime, or {@link Long#MAX_VALUE} after the end. */
    public long next() {
        long next = start + (long) (taken * intervalNanos);
        return next < end ? next : Long.MAX_VALUE;
    }

    /** Notes that the next request has been sent. */
    public void take() {
        taken++;
    }

    /** Schedules no request from this moment on; those due before are still to be sent. */
    public void end(long now) {
        end = now;
    }

    /** Whether all that was due has been taken, after the end. */
    public boolean exhausted() {
        return next() == Long.MAX_VALUE;
    }
}
