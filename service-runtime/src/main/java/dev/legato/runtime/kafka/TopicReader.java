package dev.legato.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic as it is when the reading begins, up to its end. Blocks; use it from one thread. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ANSWER_MS = 15_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        ends = consumer.endOffsets(partitions);
    }

    static TopicReader fromStart(KafkaSettings settings, String topic) {
        return open(settings, topic, null);
    }

    /** Begins behind what the group has committed. */
    static TopicReader continuing(KafkaSettings settings, String topic, String group) {
        return open(settings, topic, group);
    }

    private static TopicReader open(KafkaSettings settings, String topic, @Nullable String group) {
        Map<String, Object> properties = new HashMap<>(settings.properties());
        if (group != null) {
            properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        }
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            return new TopicReader(consumer, partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * The next records; none at the end.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if none comes for {@value #ANSWER_MS} ms, as while a
     *     transaction in the topic stays open
     */
    List<ConsumerRecord<byte[], byte[]>> next() {
        long start = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
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
            if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(ANSWER_MS)) {
                throw new TimeoutException("no record came within %d ms".formatted(ANSWER_MS));
            }
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
}
