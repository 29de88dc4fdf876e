package dev.legato.edge.origin;

import dev.legato.edge.origin.OriginException.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The meters of origins: {@code legato_edge_origin_requests_total} by origin and outcome,
 * {@code legato_edge_origin_in_flight}, {@code legato_edge_origin_healthy},
 * {@code legato_edge_origin_head_seconds} and {@code legato_edge_origin_retries_total}. A request is counted once for each
 * origin it was sent to, when that exchange is over. The labels are closed sets: the origins of the settings, and
 * {@link OriginException.Kind}s.
 */
final class OriginMetrics {
    private static final int MIN_SERVER_ERROR = 500;

    private final MeterRegistry meters;
    private final Map<Kind, Counter> unsent = new EnumMap<>(Kind.class);
    private final Counter retried;
    private final Counter denied;

    OriginMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (Kind kind : Kind.values()) {
            unsent.put(kind, requests("none", label(kind)));
        }
        retried = retries("sent");
        denied = retries("over-budget");
    }

    /** The meters of one origin. */
    Meters of(Origin origin) {
        return new Meters(origin);
    }

    /** Counts a request for which no origin was chosen. */
    void unsent(Kind kind) {
        counter(unsent, kind).increment();
    }

    /** Counts a retry, or one that the budget did not allow. */
    void retry(boolean isSent) {
        (isSent ? retried : denied).increment();
    }

    private Counter requests(String origin, String outcome) {
        return Counter.builder("legato.edge.origin.requests")
                .description("Exchanges with origins that are over")
                .tags("origin", origin, "outcome", outcome)
                .register(meters);
    }

    private Counter retries(String result) {
        return Counter.builder("legato.edge.origin.retries")
                .description("Requests tried again, and those the retry budget did not allow to be")
                .tags("result", result)
                .register(meters);
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Counter counter(Map<Kind, Counter> counters, Kind kind) {
        Counter counter = counters.get(kind);
        if (counter == null) {
            throw new IllegalStateException(kind.name());
        }
        return counter;
    }

    /** The meters of one origin. For any thread. */
    final class Meters {
        private final AtomicInteger inFlight = new AtomicInteger();
        private final Map<Kind, Counter> failures = new EnumMap<>(Kind.class);
        private final Counter ok;
        private final Counter serverErrors;
        private final Timer head;

        private Meters(Origin origin) {
            String name = origin.name();
            for (Kind kind : Kind.values()) {
                failures.put(kind, requests(name, label(kind)));
            }
            ok = requests(name, "ok");
            serverErrors = requests(name, "server_error");
            head = Timer.builder("legato.edge.origin.head")
                    .description("From the choice of an origin to the head of its response")
                    .tags("origin", name)
                    .register(meters);
            Gauge.builder("legato.edge.origin.in.flight", inFlight, AtomicInteger::get)
                    .description("Exchanges with an origin that are not over")
                    .tags("origin", name)
                    .register(meters);
            Gauge.builder("legato.edge.origin.healthy", origin, it -> it.isHealthy() ? 1 : 0)
                    .description("1 if requests are sent to an origin, 0 if its circuit is open or its checks fail")
                    .tags("origin", name)
                    .register(meters);
        }

        void began() {
            var _ = inFlight.incrementAndGet();
        }

        void answered(long nanos) {
            head.record(nanos, TimeUnit.NANOSECONDS);
        }

        /**
         * Counts an exchange that is over.
         *
         * @param status of the response, 0 if there is none
         * @param failure null if it has arrived whole
         */
        void ended(int status, @Nullable Kind failure) {
            var _ = inFlight.decrementAndGet();
            if (failure != null) {
                counter(failures, failure).increment();
            } else {
                (status < MIN_SERVER_ERROR ? ok : serverErrors).increment();
            }
        }
    }
}
