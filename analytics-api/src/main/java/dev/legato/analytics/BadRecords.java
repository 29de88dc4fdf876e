package dev.legato.analytics;

import dev.legato.contracts.Topics;
import dev.legato.contracts.Topics.Topic;
import dev.legato.runtime.kafka.DeadLetter;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.RecordFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of records that the counting cannot use: a dead letter in the transaction of the record, so that each is
 * written exactly once. Kafka Streams makes its handlers itself and hands them this by its configuration.
 */
final class BadRecords {
    /** The consumer's name in dead letters and metrics. */
    static final String CONSUMER = "legato-analytics";

    /** The label of topics that only Kafka Streams itself writes and reads. */
    private static final String INTERNAL = "internal";

    private static final String CONFIG = "legato.bad.records";

    private final DeadLetters deadLetters;

    BadRecords(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** The settings that Kafka Streams needs. */
    Map<String, Object> properties() {
        return Map.of(
                CONFIG,
                this,
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                UnreadableHandler.class,
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                UnusableHandler.class,
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                UnwritableHandler.class,
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                Topic.MAX_DEAD_LETTER_BYTES);
    }

    static BadRecords of(Map<String, ?> configs) {
        if (configs.get(CONFIG) instanceof BadRecords records) {
            return records;
        }
        throw new IllegalStateException(CONFIG + ": missing in the configuration of Kafka Streams");
    }

    /** The fault, if the failure lies in the record; else the task has to fail and to begin again where it was. */
    Optional<RecordFault> faultOf(Exception failure) {
        return failure instanceof UnusableRecordException unusable
                ? Optional.of(RecordFault.ofReading(unusable.reason()))
                : RecordFault.ofHandling(failure);
    }

    /** The dead letters to write for a record: one, if its topic has any. */
    List<ProducerRecord<byte[], byte[]>> bury(
            ErrorHandlerContext context, byte @Nullable [] key, byte @Nullable [] value, RecordFault fault) {
        String topic = context.topic();
        if (topic == null || !Topics.READ.contains(topic)) {
            lose(topic, fault);
            return List.of();
        }
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>(
                topic,
                context.partition(),
                context.offset(),
                context.timestamp(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                value,
                context.headers() == null ? new RecordHeaders() : context.headers(),
                Optional.empty());
        DeadLetter letter = deadLetters.of(source, fault);
        deadLetters.report(letter);
        return List.of(letter.toRecord());
    }

    void lose(@Nullable String topic, RecordFault fault) {
        boolean known = topic != null && (Topics.READ.contains(topic) || ResultTopics.ALL.contains(topic));
        deadLetters.reportLost(known ? String.valueOf(topic) : INTERNAL, fault);
    }
}
