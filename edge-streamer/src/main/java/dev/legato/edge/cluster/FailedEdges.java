package dev.legato.edge.cluster;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The edges that did not answer lately, so that not every miss waits for them. After a rest the next request tries again.
 * For any thread.
 */
final class FailedEdges {
    private static final int MAX_REMEMBERED = 10_000;

    private final long rest;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<String, Long> until = new ConcurrentHashMap<>();

    /** @param nanoTime a clock like {@link System#nanoTime} */
    FailedEdges(Duration rest, LongSupplier nanoTime) {
        this.rest = rest.toNanos();
        this.nanoTime = nanoTime;
    }

    void failed(EdgeNode node) {
        if (until.size() < MAX_REMEMBERED) {
            until.put(node.member(), nanoTime.getAsLong() + rest);
        }
    }

    void answered(EdgeNode node) {
        if (!until.isEmpty()) {
            until.remove(node.member());
        }
    }

    boolean mayBeAsked(EdgeNode node) {
        Long end = until.get(node.member());
        if (end == null) {
            return true;
        }
        // One request tries; those that come at the same time do not wait for what it finds.
        long now = nanoTime.getAsLong();
        return now - end >= 0 && until.replace(node.member(), end, now + rest);
    }
}
