package dev.legato.runtime.circuit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps callers from waiting for something that is down: after a number of failures in a row it is left alone for a
 * while, then one caller tries again, and the others follow when that went well. For use by any thread.
 *
 * <p>Only what the other side did or left undone is a failure or a success. A caller that gives up reports neither; if it
 * was the one to try again, another may after the same rest.
 */
public final class Circuit {
    private final int maxFailures;
    private final long restNanos;
    private final LongSupplier nanoTime;
    private int failures;
    private long retryAt;

    /**
     * A closed circuit.
     *
     * @param maxFailures how many failures without a success between them open it
     * @param rest for how long nobody tries while it is open
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public Circuit(int maxFailures, Duration rest, LongSupplier nanoTime) {
        this.maxFailures = maxFailures;
        this.restNanos = rest.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Decides whether to try now. */
    public synchronized boolean allows() {
        if (failures < maxFailures) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - retryAt < 0) {
            return false;
        }
        retryAt = now + restNanos;
        return true;
    }

    /** Whether it is open, be it that the next caller may try again. Unlike {@link #allows} it lets nobody through. */
    public synchronized boolean isOpen() {
        return failures >= maxFailures;
    }

    /**
     * Closes it: the other side answered.
     *
     * @return whether it was open
     */
    @CanIgnoreReturnValue
    public synchronized boolean succeeded() {
        boolean wasOpen = isOpen();
        failures = 0;
        return wasOpen;
    }

    /**
     * Counts a failure of the other side.
     *
     * @return whether this one opened it
     */
    @CanIgnoreReturnValue
    public synchronized boolean failed() {
        boolean wasOpen = isOpen();
        failures = Math.min(failures + 1, maxFailures);
        retryAt = nanoTime.getAsLong() + restNanos;
        return !wasOpen && isOpen();
    }
}
