package dev.legato.analytics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches whether plays are counted, shows it, and judges when counting has to start anew. */
final class CountingWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CountingWatch.class);

    private final PlayStreams streams;
    private final ProgressProbe probe;
    private final Duration stallAfter;
    private final InstantSource clock;
    private volatile CountingProgress progress = CountingProgress.NONE;
    private Instant quietUntil = Instant.EPOCH;

    CountingWatch(PlayStreams streams, ProgressProbe probe, Duration stallAfter, InstantSource clock) {
        this.streams = streams;
        this.probe = probe;
        this.stallAfter = stallAfter;
        this.clock = clock;
    }

    void bindTo(MeterRegistry meters) {
        var _ = Gauge.builder("legato.analytics.lag.records", this, watch -> watch.progress.lag())
                .description("Records that are written to Kafka and not counted yet; NaN until Kafka has answered")
                .register(meters);
        var _ = Gauge.builder("legato.analytics.seconds.since.progress", this, watch -> watch.stalled()
                        .toSeconds())
                .description("How long counting has not moved although records wait; 0 if none waits")
                .register(meters);
    }

    /** Succeeds if plays are counted and answers are current; fails with what is wrong. */
    Future<Void> check() {
        return isStuck(clock.instant())
                ? Future.failedFuture("%.0f records wait and none has been counted for %d s"
                        .formatted(progress.lag(), stalled().toSeconds()))
                : streams.check();
    }

    /**
     * Checks once; blocks while it asks Kafka. While Kafka does not answer, what waited before still waits, but that
     * is not held against the counting.
     *
     * @return whether counting has to start anew: because it ended, or because it claims to run and does not move
     */
    boolean look() {
        boolean running = streams.isRunning();
        try {
            progress = progress.after(probe.look(), running, clock.instant());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("the progress of counting is not known", e);
            progress = progress.unanswered(clock.instant());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Instant now = clock.instant();
        boolean stuck = isStuck(now);
        if (!(stuck || streams.hasEnded()) || now.isBefore(quietUntil)) {
            return false;
        }
        if (stuck) {
            LOG.error("counting is stuck and starts anew; waiting partitions: {}", progress.waiting());
        }
        quietUntil = now.plus(stallAfter);
        return true;
    }

    void close() {
        probe.close();
    }

    private Duration stalled() {
        return progress.stalledFor(clock.instant(), _ -> true);
    }

    private boolean isStuck(Instant now) {
        return progress.isStuck(streams.partitions(), stallAfter, now);
    }
}
