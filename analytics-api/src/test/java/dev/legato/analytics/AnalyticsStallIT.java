package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What would stop counting for good: it shows, and it ends. */
@Timeout(300)
final class AnalyticsStallIT {
    private static final Duration UP = Duration.ofSeconds(90);
    private static final TrackId TRACK = new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p");
    private static final String STATS = "/v1/tracks/%s/stats".formatted(TRACK.value());
    private static final String LAG = "legato.analytics.lag.records";
    private static final String SINCE = "legato.analytics.seconds.since.progress";

    @TempDir
    Path folder;

    @Test
    void check_openTransactionHoldsTheOffsets_isNotReadyUntilItEnds() throws Exception {
        String kafka = SharedBackends.kafka();
        try (var producer = catalogued(kafka);
                var member = member(kafka);
                var hanging =
                        producer(kafka, Map.of("transactional.id", "hanging", "transaction.timeout.ms", 900_000))) {
            try (AnalyticsProcess process = start(kafka, "one", "30s")) {
                Plays.send(producer, TRACK, "s1");
                assertEquals(1, counted(process, 1));
            }
            hanging.initTransactions();
            hanging.beginTransaction();
            hanging.sendOffsetsToTransaction(
                    Map.of(new TopicPartition(Topics.PLAYS, 0), new OffsetAndMetadata(2)), member.groupMetadata());
            try (AnalyticsProcess process = start(kafka, "one", "2s")) {
                Plays.send(producer, TRACK, "s2");
                process.until(UP, "alice", STATS, _ -> process.gauge(SINCE) >= 2);
                assertFalse(process.isReady());
                assertEquals(2, process.gauge(LAG));
                hanging.abortTransaction();
                assertEquals(2, counted(process, 2));
                process.until(UP, "alice", STATS, _ -> process.isReady() && process.gauge(LAG) == 0);
            }
        }
    }

    @Test
    void start_storesAreDamaged_restoresThemAndCounts() throws Exception {
        String kafka = SharedBackends.kafka();
        try (var producer = catalogued(kafka)) {
            try (AnalyticsProcess process = start(kafka, "one", "2s")) {
                Plays.send(producer, TRACK, "s1");
                assertEquals(1, counted(process, 1));
            }
            assertTrue(damageStores(folder.resolve("one")) > 1);
            try (AnalyticsProcess process = start(kafka, "one", "2s")) {
                Plays.send(producer, TRACK, "s2");
                assertEquals(2, counted(process, 2));
            }
        }
    }

    @Test
    void start_onACopyOfALivingInstancesFolder_takesANewName() throws Exception {
        String kafka = SharedBackends.kafka();
        try (var producer = catalogued(kafka)) {
            try (AnalyticsProcess process = start(kafka, "one", "2s")) {
                Plays.send(producer, TRACK, "s1");
                assertEquals(1, counted(process, 1));
            }
            copy(folder.resolve("one"), folder.resolve("two"));
            try (AnalyticsProcess one = start(kafka, "one", "2s");
                    AnalyticsProcess two = start(kafka, "two", "2s")) {
                one.until(UP, "alice", STATS, _ -> !name("one").equals(name("two")));
                Plays.send(producer, TRACK, "s2");
                assertEquals(2, counted(one, 2));
                assertEquals(2, counted(two, 2));
                one.until(UP, "alice", STATS, _ -> one.isReady() && two.isReady());
            }
            assertNotEquals(name("one"), name("two"));
        }
    }

    private AnalyticsProcess start(String kafka, String stateDir, String stallAfter) throws Exception {
        return AnalyticsProcess.start(kafka, folder.resolve(stateDir), stallAfter);
    }

    private String name(String stateDir) {
        try {
            return Files.readString(folder.resolve(stateDir).resolve("instance"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As a disk that lost writes leaves them: RocksDB's pointer to its manifest is garbage. */
    private static int damageStores(Path stateDir) throws IOException {
        try (var files = Files.walk(stateDir)) {
            List<Path> pointers = files.filter(file -> file.endsWith("CURRENT")).toList();
            for (Path pointer : pointers) {
                var _ = Files.writeString(pointer, "MANIFEST-999999\n");
            }
            return pointers.size();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                var _ = Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static int counted(AnalyticsProcess process, int expected) throws Exception {
        return process.until(UP, "alice", STATS, stats -> stats.getInteger("plays") >= expected)
                .getInteger("plays");
    }

    /** Somebody who speaks for the group, without joining it. */
    private static KafkaConsumer<byte[], byte[]> member(String kafka) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "group.id", "legato-analytics"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A producer of plays; the track is in the catalogue. */
    private static KafkaProducer<String, byte[]> catalogued(String kafka) throws Exception {
        TopicSetup.ensure(new KafkaSettings(kafka, Map.of()));
        KafkaProducer<String, byte[]> producer = producer(kafka, Map.of());
        producer.send(new ProducerRecord<>(Topics.CATALOGUE, TRACK.value(), Tracks.entry(TRACK, 180_000, true)))
                .get(30, TimeUnit.SECONDS);
        return producer;
    }

    private static KafkaProducer<String, byte[]> producer(String kafka, Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("bootstrap.servers", kafka);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }
}
