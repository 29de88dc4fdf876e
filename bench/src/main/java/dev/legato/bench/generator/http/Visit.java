package dev.legato.bench.generator.http;

import io.vertx.core.Future;
import java.util.Map;

/** What each arrival does: one call, or several that follow from each other. */
interface Visit {
    /** Starts one; its future fails with a {@link CallException}. */
    Future<Visited> start();

    /**
     * A visit that went well.
     *
     * @param bytes of the bodies that count
     * @param kind the histogram that has the visits of its kind alone, beside that of all; empty: none
     * @param steps nanoseconds of each step from its own sending, by the name of its histogram
     */
    record Visited(long bytes, String kind, Map<String, Long> steps) {}
}
