package dev.legato.analytics;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.PlayEvent.Type;
import dev.legato.contracts.Topics;
import dev.legato.embedded.EmbeddedKafka;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counting runs, but the watch looks at a group that nobody is in, so that every play waits for ever. */
@Timeout(120)
final class CountingWatchIT {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void look_playsWait_startsAnewOnlyIfThePartitionIsItsOwn() throws Exception {
        String kafka = SharedBackends.kafka();
        try (var producer = TestStreams.producer(kafka)) {
            PlayStreams streams = running(kafka);
            CountingWatch watch = watch(streams, kafka);
            try {
                // Nobody has given it a partition that came after it, as if another instance read that one.
                addPartition(kafka);
                send(producer, 1);
                assertFalse(watch.look());
                now = now.plus(BOUND);
                assertFalse(watch.look());
                assertTrue(watch.check().succeeded());

                send(producer, 0);
                assertFalse(watch.look());
                now = now.plus(BOUND);
                assertTrue(watch.look());
                assertTrue(watch.check().failed());
                // It has the same time again to show that starting anew has helped.
                assertFalse(watch.look());
            } finally {
                watch.close();
                streams.close();
            }
        }
    }

    @Test
    void look_kafkaDoesNotAnswer_doesNotStartAnew() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.temporary();
        PlayStreams streams = running(kafka.bootstrapServers());
        CountingWatch watch = watch(streams, kafka.bootstrapServers());
        try {
            try (kafka;
                    var producer = TestStreams.producer(kafka.bootstrapServers())) {
                send(producer, 0);
                assertFalse(watch.look());
            }
            now = now.plus(BOUND);
            assertFalse(watch.look());
            assertTrue(watch.check().succeeded());
        } finally {
            watch.close();
            streams.close();
        }
    }

    private PlayStreams running(String kafka) throws Exception {
        PlayStreams streams = TestStreams.create(kafka, folder);
        streams.start();
        eventually(() -> streams.partitions().contains(new TopicPartition(Topics.PLAYS, 0)));
        return streams;
    }

    private CountingWatch watch(PlayStreams streams, String kafka) {
        return new CountingWatch(streams, new ProgressProbe(TestStreams.settings(kafka), "nobody"), BOUND, () -> now);
    }

    private static void addPartition(String kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            var _ = admin.createPartitions(Map.of(Topics.PLAYS, NewPartitions.increaseTo(2)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    /** A playback that begins is no play yet, so nothing but the group's own offset can wait. */
    private static void send(KafkaProducer<String, byte[]> producer, int partition) throws Exception {
        PlayEvent begun = new PlayEvent(
                "s1-0", Type.STARTED, "alice", Tracks.random(), 0, "s1", null, Instant.parse("2026-01-02T03:04:00Z"));
        var envelope = CloudEvent.of(begun.id(), "/event-ingest", "dev.legato.play", "alice", begun.at(), begun);
        var _ = producer.send(new ProducerRecord<>(Topics.PLAYS, partition, "alice", Json.write(envelope)))
                .get(10, TimeUnit.SECONDS);
    }
}
