package dev.legato.edge.store;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the disk works. After an error it is left alone for a while. */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final LongSupplier nanoTime;
    private final long retryNanos;
    private volatile @Nullable String reason;
    private volatile long failedAt;

    Health(Duration retryAfter, LongSupplier nanoTime) {
        this.retryNanos = retryAfter.toNanos();
        this.nanoTime = nanoTime;
    }

    boolean isUsable() {
        return reason == null;
    }

    /** Why it is not usable; null if it is. */
    @Nullable
    String reason() {
        return reason;
    }

    /** Records that the disk has failed. */
    void failed(Exception cause) {
        if (cause instanceof StoreBusyException) {
            return;
        }
        failedAt = nanoTime.getAsLong();
        if (reason == null) {
            LOG.warn("The cache's disk fails; answers are not stored until it works again", cause);
        }
        reason = cause.toString();
    }

    boolean isRetryDue() {
        return !isUsable() && nanoTime.getAsLong() - failedAt >= retryNanos;
    }

    void recovered() {
        reason = null;
        LOG.info("The cache's disk works again");
    }
}
