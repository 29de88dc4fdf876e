package dev.legato.embedded;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/** Reads {@code __transaction_state} from its start to its present end. */
final class TransactionLogReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

    private TransactionLogReader() {}

    /** Replays the whole log; outcomes are empty if nothing ever was a transaction here. */
    static TransactionOutcomes read(int brokerPort) {
        TransactionOutcomes outcomes = new TransactionOutcomes();
        try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + brokerPort, "enable.auto.commit", "false"),
                new ByteBufferDeserializer(),
                new ByteBufferDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.TRANSACTION_STATE_TOPIC_NAME).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + BOUND_NANOS;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new StartupException("Kafka's transaction log was not read within 60 s.");
                }
                consumer.poll(POLL).forEach(message -> replay(message, outcomes));
            }
        }
        return outcomes;
    }

    private static void replay(ConsumerRecord<ByteBuffer, ByteBuffer> message, TransactionOutcomes outcomes) {
        ByteBuffer key = message.key();
        ByteBuffer value = message.value();
        short keyVersion = key.getShort();
        if (value == null || keyVersion > TransactionLogKey.HIGHEST_SUPPORTED_VERSION) {
            return;
        }
        String transactionalId = new TransactionLogKey(new ByteBufferAccessor(key), keyVersion).transactionalId();
        short valueVersion = value.getShort();
        outcomes.replay(transactionalId, new TransactionLogValue(new ByteBufferAccessor(value), valueVersion));
    }
}
