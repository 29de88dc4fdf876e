package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ReplayDeadCommandIT {
    @TempDir
    Path folder;

    @Test
    void replayDead_sendsWhatIsDead_once() throws Exception {
        String kafka = SharedBackends.kafka();
        TopicSetup.ensure(new KafkaSettings(kafka, Map.of()));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] alice = "alice".getBytes(StandardCharsets.UTF_8);
            var _ = producer.send(new ProducerRecord<>(Topics.dead(Topics.PLAYS), alice, alice))
                    .get(10, TimeUnit.SECONDS);
        }
        String config = Files.writeString(folder.resolve("legato.yaml"), "kafka: {bootstrap: '%s'}".formatted(kafka))
                .toString();
        assertEquals(0, Main.execute("replay-dead", "plays", "--dry-run", "--config", config));
        assertEquals(0, plays(kafka));
        assertEquals(0, Main.execute("replay-dead", "plays", "--config", config));
        assertEquals(1, plays(kafka));
        assertEquals(0, Main.execute("replay-dead", "plays", "--config", config));
        assertEquals(1, plays(kafka));
    }

    @Test
    void replayDead_topicWithoutDeadLetters_isRefused() {
        assertNotEquals(0, Main.execute("replay-dead", "library"));
    }

    @Test
    void replayDead_withoutASystem_isRefused() {
        assertNotEquals(0, Main.execute("replay-dead", "plays", "--data", folder.toString()));
    }

    private static long plays(String kafka) {
        TopicPartition partition = new TopicPartition(Topics.PLAYS, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }
}
