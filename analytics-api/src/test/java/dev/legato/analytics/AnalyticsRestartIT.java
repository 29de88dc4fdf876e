package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class AnalyticsRestartIT {
    private static final Duration UP = Duration.ofSeconds(60);
    private static final TrackId TRACK = new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p");
    private static final String STATS = "/v1/tracks/%s/stats".formatted(TRACK.value());

    @TempDir
    Path folder;

    @Test
    void start_again_goesOnWithItsFigures_andSoDoesAnInstanceWithoutState() throws Exception {
        String kafka = SharedBackends.kafka();
        try (var producer = producer(kafka)) {
            TopicSetup.ensure(new KafkaSettings(kafka, Map.of()));
            producer.send(new ProducerRecord<>(Topics.CATALOGUE, TRACK.value(), Tracks.entry(TRACK, 180_000, true)))
                    .get(10, TimeUnit.SECONDS);
            try (AnalyticsProcess process = AnalyticsProcess.start(kafka, folder.resolve("one"))) {
                assertEquals(1, counted(process, producer, "s1", 1));
            }
            try (AnalyticsProcess process = AnalyticsProcess.start(kafka, folder.resolve("one"))) {
                assertEquals(2, counted(process, producer, "s2", 2));
            }
            try (AnalyticsProcess process = AnalyticsProcess.start(kafka, folder.resolve("two"))) {
                assertEquals(3, counted(process, producer, "s3", 3));
                JsonObject place =
                        new JsonObject().put("trackId", TRACK.value()).put("plays", 3);
                process.until(UP, "alice", "/v1/charts/tracks?window=all", chart -> chart.getJsonArray("items")
                        .contains(place));
            }
        }
    }

    @Test
    void start_withoutKafka_servesAndSaysSo() throws Exception {
        try (AnalyticsProcess process = AnalyticsProcess.start("127.0.0.1:1", folder)) {
            assertEquals(503, process.get("alice", STATS).status());
            assertFalse(process.isReady());
        }
    }

    private static int counted(
            AnalyticsProcess process, KafkaProducer<String, byte[]> producer, String session, int expected)
            throws Exception {
        process.until(UP, "alice", STATS, _ -> true);
        Plays.send(producer, TRACK, session);
        return process.until(UP, "alice", STATS, stats -> stats.getInteger("plays") >= expected)
                .getInteger("plays");
    }

    private static KafkaProducer<String, byte[]> producer(String kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
    }
}
