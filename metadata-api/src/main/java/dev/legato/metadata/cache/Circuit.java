package dev.legato.metadata.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps callers from waiting for something that is down: after a failure it is left alone for a while, then one caller
 * tries again, and the others follow when that went well. For use by any thread.
 */
final class Circuit {
    private static final long CLOSED = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final long restNanos;
    private final AtomicLong retryAt = new AtomicLong(CLOSED);

    Circuit(LongSupplier nanoTime, Duration rest) {
        this.nanoTime = nanoTime;
        this.restNanos = rest.toNanos();
    }

    /** Whether to try now. A caller who gets true says afterwards how it went. */
    boolean allows() {
        long at = retryAt.get();
        if (at == CLOSED) {
            return true;
        }
        long now = nanoTime.getAsLong();
        return now - at >= 0 && retryAt.compareAndSet(at, later(now));
    }

    void succeeded() {
        retryAt.set(CLOSED);
    }

    void failed() {
        retryAt.set(later(nanoTime.getAsLong()));
    }

    private long later(long now) {
        long at = now + restNanos;
        return at == CLOSED ? at + 1 : at;
    }
}
