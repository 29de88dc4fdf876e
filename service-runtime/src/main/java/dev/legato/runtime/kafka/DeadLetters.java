package dev.legato.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one consumer's dead letters, and reports each by a line in the log and in {@code legato_records_dead_total}. */
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final String consumer;
    private final MeterRegistry meters;
    private final Clock clock;

    /**
     * The dead letters of a consumer.
     *
     * @param consumer one of a closed set, since it is a metric's label
     */
    public DeadLetters(String consumer, MeterRegistry meters, Clock clock) {
        this.consumer = consumer;
        this.meters = meters;
        this.clock = clock;
    }

    /** The letter of a record; writing it is up to the caller, as is {@link #report} once it is written. */
    public DeadLetter of(ConsumerRecord<byte[], byte[]> source, RecordFault fault) {
        return new DeadLetter(source, consumer, fault, clock.instant());
    }

    /** Counts and logs a letter. */
    public void report(DeadLetter letter) {
        var source = letter.source();
        count(source.topic(), letter.fault());
        LOG.warn(
                "{} cannot use {}-{}@{}, which is among its dead letters now: {}",
                consumer,
                source.topic(),
                source.partition(),
                source.offset(),
                letter.fault().reason());
    }

    /**
     * Counts and logs a record that is lost, because there is nowhere to keep it.
     *
     * @param topic one of a closed set, since it is a metric's label
     */
    public void reportLost(String topic, RecordFault fault) {
        count(topic, fault);
        LOG.error("{} passes over a record of {}, which is lost: {}", consumer, topic, fault.reason());
    }

    private void count(String topic, RecordFault fault) {
        meters.counter(
                        "legato.records.dead",
                        "topic",
                        topic,
                        "consumer",
                        consumer,
                        "reason",
                        fault.kind().label())
                .increment();
    }
}
