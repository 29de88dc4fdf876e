package dev.legato.ingest;

import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the topic of plays has. */
final class PlaysTopic {
    private PlaysTopic() {}

    /** All events up to now, those of a listener in the topic's order. */
    static List<PlayEvent> events(String kafka) {
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka);
        List<PlayEvent> events = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PLAYS).stream()
                    .map(PlaysTopic::partition)
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> events.add(event(record)));
            }
        }
        return events;
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    private static PlayEvent event(ConsumerRecord<String, byte[]> record) {
        try {
            return Json.readEvent(record.value(), PlayEvent.class).data();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
