package dev.legato.analytics;

import dev.legato.contracts.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches whether plays are counted, shows it, and judges when counting has to start anew. */
final class CountingWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CountingWatch.class);

    private final PlayStreams streams;
    private final ProgressProbe probe;
    private final Duration stallAfter;
    private final Clock clock;
    private volatile CountingProgress progress = CountingProgress.NONE;
    private volatile Instant ableSince = Instant.EPOCH;
    private Instant quietUntil = Instant.EPOCH;

    CountingWatch(PlayStreams streams, ProgressProbe probe, Duration stallAfter, Clock clock) {
        this.streams = streams;
        this.probe = probe;
        this.stallAfter = stallAfter;
        this.clock = clock;
    }

    void bindTo(MeterRegistry meters) {
        var _ = Gauge.builder("legato.analytics.lag.records", this, watch -> watch.progress.lag())
                .description("Records that are written to Kafka and not counted yet")
                .register(meters);
        var _ = Gauge.builder("legato.analytics.seconds.since.progress", this, watch -> watch.stalled()
                        .toSeconds())
                .description("How long counting has not moved although records wait; 0 if none waits")
                .register(meters);
    }

    /** Succeeds if plays are counted and answers are current; fails with what is wrong. */
    Future<Void> check() {
        return isStuck(clock.instant())
                ? Future.failedFuture("%d records wait and none has been counted for %d s"
                        .formatted(progress.lag(), stalled().toSeconds()))
                : streams.check();
    }

    /**
     * Looks once; blocks while it asks Kafka. While Kafka does not answer, what waited before goes on waiting, but that
     * is not held against the counting.
     *
     * @return whether counting has to start anew: because it ended, or because it claims to run and does not move
     */
    boolean look() {
        boolean able = streams.isRunning();
        try {
            progress = progress.after(probe.look(), clock.instant());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("the progress of counting is not known", e);
            able = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Instant now = clock.instant();
        if (!able) {
            ableSince = now;
        }
        boolean stuck = able && isStuck(now);
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

    /** Whether this instance could have counted for so long, and has not. What others count is not in its hand. */
    private boolean isStuck(Instant now) {
        Set<TopicPartition> own = streams.partitions();
        Duration stalled = progress.stalledFor(
                now, partition -> !partition.topic().equals(Topics.PLAYS) || own.contains(partition));
        return stalled.compareTo(stallAfter) >= 0
                && Duration.between(ableSince, now).compareTo(stallAfter) >= 0;
    }
}
