package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedKafka.Topic;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose coordinator has completed a transaction of which a partition never got the marker. */
@Timeout(120)
final class UnsettledTransactionsIT {
    private static final List<String> TOPICS = List.of("whole", "cut");

    @TempDir
    Path folder;

    @Test
    void start_committedWithoutMarker_commitsIt() throws Exception {
        writeTransaction(/* commit= */ true);
        cutMarkerOff("cut");
        assertEquals(List.of("transactional", "later"), readAfterStart("cut"));
    }

    @Test
    void start_abortedWithoutMarker_abortsIt() throws Exception {
        writeTransaction(/* commit= */ false);
        cutMarkerOff("cut");
        assertEquals(List.of("later"), readAfterStart("cut"));
    }

    private void writeTransaction(boolean commit) {
        try (var kafka = EmbeddedKafka.start(folder)) {
            kafka.createTopics(TOPICS.stream().map(topic -> new Topic(topic, 1)).toList());
            try (var producer = producer(kafka, "counting")) {
                producer.initTransactions();
                producer.beginTransaction();
                TOPICS.forEach(topic -> {
                    var _ = producer.send(new ProducerRecord<>(topic, "transactional"));
                });
                producer.flush();
                if (commit) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
            // The coordinator answers before it writes the markers; a successor has to wait for them.
            try (var successor = producer(kafka, "counting")) {
                successor.initTransactions();
            }
        }
    }

    /** Cuts the last batch off a log, with everything that would tell Kafka of it. */
    private void cutMarkerOff(String topic) throws IOException {
        Path log = folder.resolve("log");
        Path segment = log.resolve(topic + "-0").resolve("00000000000000000000.log");
        int marker = -1;
        try (FileRecords records = FileRecords.open(segment.toFile(), /* mutable= */ false)) {
            for (var batch : records.batches()) {
                marker = batch.isControlBatch() ? batch.position() : -1;
            }
        }
        assertTrue(marker > 0, "the last batch is the marker");
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            var _ = file.truncate(marker);
        }
        try (var files = Files.newDirectoryStream(segment.getParent(), "*.{index,timeindex,snapshot,txnindex}")) {
            for (Path derived : files) {
                Files.delete(derived);
            }
        }
        Files.delete(log.resolve(".kafka_cleanshutdown"));
        Files.delete(log.resolve("recovery-point-offset-checkpoint"));
        Files.delete(log.resolve("replication-offset-checkpoint"));
    }

    private List<String> readAfterStart(String topic) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (var kafka = EmbeddedKafka.start(folder)) {
            settings.put("bootstrap.servers", kafka.bootstrapServers());
            try (var producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", kafka.bootstrapServers()),
                            new StringSerializer(),
                            new StringSerializer());
                    var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
                producer.send(new ProducerRecord<>(topic, "later")).get(30, TimeUnit.SECONDS);
                List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (!values.contains("later")) {
                    assertTrue(System.nanoTime() < deadline, "only got " + values);
                    consumer.poll(Duration.ofMillis(500)).forEach(message -> values.add(message.value()));
                }
            }
        }
        return values;
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka, String transactionalId) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", transactionalId),
                new StringSerializer(),
                new StringSerializer());
    }
}
