package dev.legato.edge.origin;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Calls when nothing has happened for a while. One timer serves it, which is set anew when it fires too early, so that
 * an event costs a store. For one context.
 */
final class Deadline {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final long nanos;
    private final LongSupplier nanoTime;
    private final Runnable expired;
    private long timer = NONE;
    private long last;
    private boolean suspended;

    Deadline(Vertx vertx, Duration wait, LongSupplier nanoTime, Runnable expired) {
        this.vertx = vertx;
        this.nanos = wait.toNanos();
        this.nanoTime = nanoTime;
        this.expired = expired;
    }

    /** Starts it, or goes on after it was suspended. */
    void run() {
        suspended = false;
        last = nanoTime.getAsLong();
        if (timer == NONE) {
            set(nanos);
        }
    }

    /** Notes that something has happened. */
    void touch() {
        last = nanoTime.getAsLong();
    }

    /** Stops counting until it runs again. */
    void suspend() {
        suspended = true;
    }

    /** Ends it. */
    void stop() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    private void set(long wait) {
        timer = vertx.setTimer(Math.max(1, Duration.ofNanos(wait).toMillis() + 1), _ -> fired());
    }

    private void fired() {
        timer = NONE;
        if (suspended) {
            return;
        }
        long remaining = nanos - (nanoTime.getAsLong() - last);
        if (remaining > 0) {
            set(remaining);
        } else {
            expired.run();
        }
    }
}
