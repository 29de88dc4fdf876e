package dev.legato.bench.workload;

/**
 * When open-loop requests should leave: evenly spaced, whatever the server does.
 *
 * <p>Coordinated omission (Gil Tene, "How NOT to Measure Latency"): a generator that waits for a stalled server sends
 * nothing during the stall and so records one bad latency where many listeners had one. Here a request that finds no
 * free connection keeps its place and its intended moment; once it can be sent, its latency counts from that moment.
 */
final class Arrivals {
    private final double intervalNanos;
    private long start;
    private long taken;
    private long end = Long.MIN_VALUE;

    /** @param rate a second */
    Arrivals(double rate) {
        this.intervalNanos = 1e9 / rate;
    }

    void begin(long now) {
        start = now;
        taken = 0;
        end = Long.MAX_VALUE;
    }

    /** When the next request should leave, or {@link Long#MAX_VALUE} after the end. */
    long next() {
        long next = start + (long) (taken * intervalNanos);
        return next < end ? next : Long.MAX_VALUE;
    }

    /** The next request is on its way. */
    void take() {
        taken++;
    }

    /** None from this moment on; those due before are still to be sent. */
    void end(long now) {
        end = now;
    }

    boolean exhausted() {
        return next() == Long.MAX_VALUE;
    }
}
