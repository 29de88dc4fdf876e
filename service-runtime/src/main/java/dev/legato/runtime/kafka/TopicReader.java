package dev.legato.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic as it is when the reading begins, up to its end. Blocks; use it from one thread.
 *
 * <p>The end is that of all records, not only of those that are committed: an open transaction before it is waited for, and
 * reported if it stays open.
 */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ANSWER_MS = 15_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final Duration patience;

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Duration patience) {
        this.consumer = consumer;
        this.ends = ends;
        this.patience = patience;
    }

    /**
     * Begins at the topic's start.
     *
     * @param patience how long an open transaction is waited for
     */
    static TopicReader fromStart(KafkaSettings settings, String topic, Duration patience) {
        return open(settings, topic, null, patience);
    }

    /** Begins behind what the group has committed. */
    static TopicReader continuing(KafkaSettings settings, String topic, String group, Duration patience) {
        return open(settings, topic, group, patience);
    }

    private static TopicReader open(KafkaSettings settings, String topic, @Nullable String group, Duration patience) {
        Map<TopicPartition, Long> ends;
        try (KafkaConsumer<byte[], byte[]> everything = consumer(settings, null, "read_uncommitted")) {
            ends = everything.endOffsets(everything.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
        }
        KafkaConsumer<byte[], byte[]> consumer = consumer(settings, group, "read_committed");
        consumer.assign(ends.keySet());
        return new TopicReader(consumer, ends, patience);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(
            KafkaSettings settings, @Nullable String group, String isolation) {
        Map<String, Object> properties = new HashMap<>(settings.properties());
        if (group != null) {
            properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        }
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The next records; none at the end.
     *
     * @throws OpenTransactionException if an open transaction stands before the end; what lies before it has been returned
     * @throws TimeoutException if Kafka does not answer
     */
    List<ConsumerRecord<byte[], byte[]>> next() {
        Map<TopicPartition, Long> unread = unread();
        long moved = System.nanoTime();
        while (!unread.isEmpty()) {
            List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    batch.add(record);
                }
            }
            if (!batch.isEmpty()) {
                return batch;
            }
            // The position moves without a record as well, past those of aborted transactions.
            Map<TopicPartition, Long> left = unread();
            Duration waited = Duration.ofNanos(System.nanoTime() - moved);
            if (!left.equals(unread)) {
                moved = System.nanoTime();
            } else if (waited.compareTo(patience) > 0) {
                giveUp(left, waited);
            }
            unread = left;
        }
        return List.of();
    }

    /** Remembers for the group that all records returned so far are done. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        ends.forEach((partition, end) ->
                done.put(partition, new OffsetAndMetadata(Math.min(end, consumer.position(partition)))));
        consumer.commitSync(done);
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** The partitions that are not read to their end, each with the position in it. */
    private Map<TopicPartition, Long> unread() {
        return ends.entrySet().stream()
                .filter(end -> consumer.position(end.getKey()) < end.getValue())
                .collect(Collectors.toMap(Map.Entry::getKey, end -> consumer.position(end.getKey())));
    }

    /**
     * Judges why nothing has come for so long.
     *
     * @param unread the position in each partition that is not read to its end
     */
    private void giveUp(Map<TopicPartition, Long> unread, Duration waited) {
        // To a consumer of what is committed, the end is where the first open transaction begins.
        Map<TopicPartition, Long> stable = consumer.endOffsets(unread.keySet());
        if (unread.equals(stable)) {
            throw new OpenTransactionException(stable.entrySet().stream()
                    .map(open -> "%s: a transaction that begins at offset %d did not end within %d ms"
                            .formatted(open.getKey(), open.getValue(), patience.toMillis()))
                    .sorted()
                    .collect(Collectors.joining("; ")));
        }
        if (waited.toMillis() > ANSWER_MS) {
            throw new TimeoutException("no record came within %d ms".formatted(waited.toMillis()));
        }
    }
}
