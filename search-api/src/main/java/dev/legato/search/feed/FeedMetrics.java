package dev.legato.search.feed;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** How far the index is behind the topic: in records, and by the age of a record when it can be found. */
public final class FeedMetrics {
    private final AtomicLong behind = new AtomicLong();
    private final Timer lag;
    private final Clock clock;

    public FeedMetrics(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        lag = Timer.builder("legato.search.lag")
                .description("From when a change was written to the topic until it can be found")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(5))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(meters);
        var _ = Gauge.builder("legato.search.behind.records", behind, AtomicLong::doubleValue)
                .description("Records of the topics that the index has not read")
                .register(meters);
    }

    void behind(long records) {
        behind.set(records);
    }

    /** @param written when the record was, milliseconds since 1970 */
    void found(long written) {
        Duration age = Duration.between(Instant.ofEpochMilli(written), clock.instant());
        lag.record(age.isNegative() ? Duration.ZERO : age);
    }
}
