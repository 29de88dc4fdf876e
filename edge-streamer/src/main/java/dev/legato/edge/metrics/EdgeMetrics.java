package dev.legato.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * The edge's counters: {@code legato_edge_requests_total} and {@code legato_edge_bytes_total}, by status and range
 * class. Each pair's counters are looked up without a lock.
 */
public final class EdgeMetrics {
    private static final int STATUSES = 600;

    private final MeterRegistry meters;
    private final Map<RangeClass, AtomicReferenceArray<Counters>> counters = new EnumMap<>(RangeClass.class);

    /** How much of a file an answer carries. */
    public enum RangeClass {
        NONE("none"),
        WHOLE("whole"),
        /** Up to 64 KiB: a probe of the head, a seek. */
        SMALL("small"),
        LARGE("large"),
        MULTIPART("multipart");

        private static final long SMALL_BYTES = 64 << 10;
        private final String label;

        RangeClass(String label) {
            this.label = label;
        }

        public static RangeClass ofLength(long bytes) {
            return bytes <= SMALL_BYTES ? SMALL : LARGE;
        }
    }

    private record Counters(Counter requests, Counter bytes) {}

    public EdgeMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (RangeClass range : RangeClass.values()) {
            counters.put(range, new AtomicReferenceArray<>(STATUSES));
        }
    }

    /** Counts an answer. */
    public void count(int status, RangeClass range, long bytes) {
        AtomicReferenceArray<Counters> byStatus = Objects.requireNonNull(counters.get(range));
        Counters pair = byStatus.get(status);
        if (pair == null) {
            pair = register(status, range); // the registry has each pair once, whoever asks
            byStatus.set(status, pair);
        }
        pair.requests.increment();
        pair.bytes.increment((double) bytes);
    }

    /**
     * Counts a connection that was not let in.
     *
     * @param reason {@code total} or {@code address}
     */
    public void refused(String reason) {
        ended("legato.edge.connections.refused", "Connections closed as they came, there being too many", reason);
    }

    /**
     * Counts a connection that was reset for its slowness.
     *
     * @param reason {@code slow-head} or {@code write-stall}
     */
    public void cutOff(String reason) {
        ended("legato.edge.connections.cut", "Connections reset, having kept the edge waiting", reason);
    }

    /** Counts a record that the access log had no room for. */
    public void accessLogDropped() {
        Counter.builder("legato.edge.access.log.dropped")
                .description("Answers the access log should have recorded and could not")
                .register(meters)
                .increment();
    }

    private void ended(String name, String description, String reason) {
        Counter.builder(name)
                .description(description)
                .tags("reason", reason)
                .register(meters)
                .increment();
    }

    /** Shows a number that lives elsewhere. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder("legato.edge." + name, value).description(description).register(meters);
    }

    private Counters register(int status, RangeClass range) {
        return new Counters(
                Counter.builder("legato.edge.requests")
                        .description("Answers begun")
                        .tags("status", Integer.toString(status), "range", range.label)
                        .register(meters),
                Counter.builder("legato.edge.bytes")
                        .description("Body bytes of answers begun")
                        .baseUnit("bytes")
                        .tags("status", Integer.toString(status), "range", range.label)
                        .register(meters));
    }
}
