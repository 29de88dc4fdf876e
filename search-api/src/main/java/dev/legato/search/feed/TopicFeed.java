package dev.legato.search.feed;

import dev.legato.contracts.Topics;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.search.index.TopicOffsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all partitions of the topics from given offsets on, without a group: every instance reads everything. */
final class TopicFeed implements AutoCloseable {
    private static final CloseOptions CLOSE = CloseOptions.timeout(Duration.ofSeconds(1));
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int MAX_RECORDS = 2_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    private TopicFeed(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = ends;
    }

    /**
     * Begins behind what was read. Of {@link Topics#TRACK_PLAYS} it reads everything: what it says is kept in memory alone.
     *
     * @throws OutdatedException if the topics end before what was read: they are others, made anew
     */
    static TopicFeed open(KafkaSettings kafka, TopicOffsets read) throws OutdatedException {
        KafkaConsumer<byte[], byte[]> consumer = consumer(kafka);
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(Topics.CATALOGUE, Topics.TRACK_PLAYS)) {
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            for (TopicPartition partition : partitions) {
                long from = read.next(partition.topic(), partition.partition()).orElse(0);
                if (from > ends.getOrDefault(partition, 0L)) {
                    throw new OutdatedException("%s ends at %d and was read up to %d"
                            .formatted(partition, ends.getOrDefault(partition, 0L), from));
                }
                if (from == 0 || partition.topic().equals(Topics.TRACK_PLAYS)) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, from);
                }
            }
            return new TopicFeed(consumer, ends);
        } catch (RuntimeException | OutdatedException e) {
            consumer.close(CLOSE);
            throw e;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings kafka) {
        Map<String, Object> properties = new HashMap<>(kafka.properties());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "legato-search");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Whether a topic's partitions are read up to where they ended when the feed was opened. */
    boolean isRead(String topic) {
        return of(topic).stream().allMatch(this::isRead);
    }

    private boolean isRead(TopicPartition partition) {
        return consumer.position(partition) >= ends.getOrDefault(partition, 0L);
    }

    /** Leaves the other topics unread for now. */
    void only(String topic) {
        consumer.pause(consumer.assignment().stream()
                .filter(partition -> !partition.topic().equals(topic))
                .toList());
    }

    /** Reads all topics from now on. */
    void all() {
        consumer.resume(consumer.paused());
    }

    /** The next records; none if there are none in time, or when it is woken. */
    ConsumerRecords<byte[], byte[]> next(Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (WakeupException _) {
            return ConsumerRecords.empty();
        }
    }

    /** Whether Kafka answers, which reading does not tell: it finds no records either way. False when it is woken. */
    boolean answers() {
        try {
            var _ = consumer.endOffsets(consumer.assignment(), ANSWER);
            return true;
        } catch (RetriableException | WakeupException _) {
            return false;
        }
    }

    /** How many records are unread, as far as the consumer knows without asking. */
    long behind() {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    /** Where reading goes on. */
    TopicOffsets position() {
        TopicOffsets position = TopicOffsets.NONE;
        for (TopicPartition partition : consumer.assignment()) {
            position = position.with(partition.topic(), partition.partition(), consumer.position(partition));
        }
        return position;
    }

    /** Ends a wait in {@link #next}; for use by any thread. */
    void wake() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CLOSE);
    }

    private Collection<TopicPartition> of(String topic) {
        return consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(topic))
                .toList();
    }
}
