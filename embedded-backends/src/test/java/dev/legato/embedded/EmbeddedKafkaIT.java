package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedKafka.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class EmbeddedKafkaIT {
    private static final String GROUP = "test";
    private static final Topic KEPT = new Topic("kept", 2, Map.of("cleanup.policy", "compact"));

    @TempDir
    Path folder;

    @Test
    void start_afterClose_findsRecordsTopicsAndOffsets() throws Exception {
        String clusterId;
        try (var kafka = EmbeddedKafka.start(folder)) {
            kafka.createTopics(List.of(KEPT));
            produce(kafka, "first");
            assertEquals(List.of("first"), consume(kafka, 1));
            clusterId = clusterId(kafka);
        }
        try (var kafka = EmbeddedKafka.start(folder)) {
            kafka.createTopics(List.of(KEPT, new Topic("new", 1)));
            assertEquals(clusterId, clusterId(kafka));
            assertEquals(Set.of("kept", "new"), topics(kafka));
            assertEquals("compact", cleanupPolicy(kafka));
            produce(kafka, "second");
            assertEquals(List.of("second"), consume(kafka, 1), "the group goes on where it stopped");
        }
        // Kafka's own answer to a port that is taken is to halt the JVM; ours is to try again on another.
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var configuration = new KafkaConfiguration(folder.resolve("log"), taken.getLocalPort(), FreePort.find());
            assertTrue(EmbeddedKafka.tryStart(configuration).isEmpty());
        }
    }

    @Test
    void start_afterTheJvmWasKilled_findsAcknowledgedRecords() throws Exception {
        try (var child = ChildJvm.start(WriteAndWait.class, folder)) {
            assertEquals("acknowledged", child.line());
            child.kill();
        }
        try (var kafka = EmbeddedKafka.start(folder)) {
            assertEquals(List.of("acknowledged"), consume(kafka, 1));
            produce(kafka, "later");
            assertEquals(List.of("later"), consume(kafka, 1));
        }
    }

    @Test
    void start_afterAMemberDied_findsItsGroupEmpty() throws Exception {
        KafkaConsumer<String, String> consumer;
        try (var kafka = EmbeddedKafka.start(folder)) {
            kafka.createTopics(List.of(KEPT));
            produce(kafka, "first");
            consumer = consumer(kafka);
            poll(consumer, 1);
            assertEquals(1, members(kafka));
        }
        // It cannot take its leave any more.
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        try (var kafka = EmbeddedKafka.start(folder)) {
            assertEquals(0, members(kafka));
            assertEquals(List.of("first"), consume(kafka, 1));
        }
    }

    @Test
    void temporary_closed_leavesNothing() throws Exception {
        var kafka = EmbeddedKafka.temporary();
        Path log;
        try (Admin admin = admin(kafka)) {
            log = Path.of(admin.describeLogDirs(List.of(KafkaConfiguration.NODE_ID))
                    .allDescriptions()
                    .get(30, TimeUnit.SECONDS)
                    .get(KafkaConfiguration.NODE_ID)
                    .keySet()
                    .iterator()
                    .next());
        }
        assertTrue(Files.isDirectory(log));
        kafka.close();
        assertFalse(Files.exists(log.getParent()));
    }

    private static void produce(EmbeddedKafka kafka, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(KEPT.name(), "key", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, int count) {
        try (var consumer = consumer(kafka)) {
            List<String> values = poll(consumer, count);
            consumer.commitSync();
            return values;
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "group.id", GROUP, "auto.offset.reset", "earliest");
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(KEPT.name()));
        return consumer;
    }

    private static List<String> poll(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (values.size() < count) {
            assertTrue(System.nanoTime() < deadline, "only got " + values);
            consumer.poll(Duration.ofSeconds(1)).forEach(message -> values.add(message.value()));
        }
        return values;
    }

    private static int members(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = admin(kafka)) {
            return admin.describeConsumerGroups(List.of(GROUP))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get(GROUP)
                    .members()
                    .size();
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = admin(kafka)) {
            return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
        }
    }

    private static Set<String> topics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = admin(kafka)) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    private static String cleanupPolicy(EmbeddedKafka kafka) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, KEPT.name());
        try (Admin admin = admin(kafka)) {
            return admin.describeConfigs(List.of(topic))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get(topic)
                    .get("cleanup.policy")
                    .value();
        }
    }

    /** The child's program: sends a record, and prints it once Kafka has acknowledged it. */
    static final class WriteAndWait {
        public static void main(String[] folder) throws Exception {
            var kafka = EmbeddedKafka.start(Path.of(folder[0]));
            kafka.createTopics(List.of(KEPT));
            produce(kafka, "acknowledged");
            ChildJvm.sayAndWait("acknowledged");
        }
    }
}
