package dev.legato.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The edge's counters: {@code legato_edge_requests_total} and {@code legato_edge_bytes_total}, by status, range class,
 * rendition and tier. An answer is counted once, when it ends; its counters are found without a lock.
 */
public final class EdgeMetrics {
    private static final String NONE = "none";
    private static final String OTHER = "other";
    private static final int MAX_RENDITIONS = 64;
    private static final int MIN_STATUS = 200;
    private static final int STATUSES = 400;
    private static final int RANGES = RangeClass.values().length;
    private static final int KINDS = Tier.values().length * RANGES;

    private final MeterRegistry meters;
    private final ConcurrentHashMap<String, AtomicReferenceArray<@Nullable Counters>> counters =
            new ConcurrentHashMap<>();

    /** Where an answer's content was found. */
    public enum Tier {
        /** The answer has no content. */
        NONE("none", 0),
        /** In a file that was open already. */
        OPEN("open", 1),
        /** In a file that had to be opened, or checked again. */
        DISK("disk", 2),
        /** In no file: a manifest, rendered from its track's segment index. */
        RENDERED("rendered", 3),
        /** In the cache, without asking the origin. */
        STORED("stored", 4),
        /** At the origin. */
        ORIGIN("origin", 5);

        private final String label;
        private final int index;

        Tier(String label, int index) {
            this.label = label;
            this.index = index;
        }
    }

    /** How much of a file an answer carries. */
    public enum RangeClass {
        NONE("none", 0),
        WHOLE("whole", 1),
        /** Up to 64 KiB: a probe of the head, a seek. */
        SMALL("small", 2),
        LARGE("large", 3),
        MULTIPART("multipart", 4);

        private static final long SMALL_BYTES = 64 << 10;
        private final String label;
        private final int index;

        RangeClass(String label, int index) {
            this.label = label;
            this.index = index;
        }

        public static RangeClass ofLength(long bytes) {
            return bytes <= SMALL_BYTES ? SMALL : LARGE;
        }
    }

    private record Counters(Counter requests, Counter bytes) {}

    public EdgeMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Counts an answer that carries no file, such as a problem. */
    public void count(int status, long bytes) {
        count(status, RangeClass.NONE, NONE, Tier.NONE, bytes);
    }

    /**
     * Counts an answer that has ended.
     *
     * @param bytes of its body that were handed to the socket
     */
    public void count(int status, RangeClass range, String rendition, Tier tier, long bytes) {
        AtomicReferenceArray<@Nullable Counters> ofRendition = counters.get(rendition);
        if (ofRendition == null) {
            if (counters.size() >= MAX_RENDITIONS && !rendition.equals(OTHER)) {
                count(status, range, OTHER, tier, bytes);
                return;
            }
            ofRendition = counters.computeIfAbsent(rendition, _ -> new AtomicReferenceArray<>(KINDS * STATUSES));
        }
        int at = (tier.index * RANGES + range.index) * STATUSES + status - MIN_STATUS;
        Counters pair = ofRendition.get(at);
        if (pair == null) {
            pair = register(status, range, rendition, tier); // the registry returns the same pair to all threads
            ofRendition.set(at, pair);
        }
        pair.requests.increment();
        pair.bytes.increment((double) bytes);
    }

    /**
     * Counts a connection that was closed as it was accepted.
     *
     * @param reason {@code total} or {@code address}
     */
    public void refused(String reason) {
        count("legato.edge.connections.refused", "Connections closed as they came, there being too many", reason);
    }

    /**
     * Counts a connection that the edge closed because it was slow or did not send HTTP.
     *
     * @param reason {@code slow-head}, {@code write-stall} or {@code no-http}
     */
    public void closed(String reason) {
        count(
                "legato.edge.connections.cut",
                "Connections ended because they kept the edge waiting or brought no HTTP",
                reason);
    }

    /** Counts a record that the access log has dropped. */
    public void accessLogDropped() {
        Counter.builder("legato.edge.access.log.dropped")
                .description("Answers the access log should have recorded and could not")
                .register(meters)
                .increment();
    }

    private void count(String name, String description, String reason) {
        Counter.builder(name)
                .description(description)
                .tags("reason", reason)
                .register(meters)
                .increment();
    }

    /** Registers a gauge. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder("legato.edge." + name, value).description(description).register(meters);
    }

    private Counters register(int status, RangeClass range, String rendition, Tier tier) {
        Tags tags = Tags.of(
                "status", Integer.toString(status), "range", range.label, "rendition", rendition, "tier", tier.label);
        return new Counters(
                Counter.builder("legato.edge.requests")
                        .description("Answers that are over, whole or broken off")
                        .tags(tags)
                        .register(meters),
                Counter.builder("legato.edge.bytes")
                        .description("Body bytes handed to the socket")
                        .baseUnit("bytes")
                        .tags(tags)
                        .register(meters));
    }
}
