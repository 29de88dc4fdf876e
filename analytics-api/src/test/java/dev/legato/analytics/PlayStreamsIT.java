package dev.legato.analytics;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.problem.ProblemException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class PlayStreamsIT {
    private static final TrackId TRACK = new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p");

    @TempDir
    Path folder;

    private final String kafka = SharedBackends.kafka();

    @Test
    void restart_afterAStartThatFailed_starts() throws Exception {
        Path stateDir = Files.writeString(folder.resolve("state"), "no folder");
        PlayStreams streams = TestStreams.create(kafka, stateDir);
        try {
            assertThrows(UncheckedIOException.class, streams::start);
            assertTrue(streams.hasEnded());
            assertTrue(streams.check().cause().getMessage().startsWith("counting could not be started"));
            // It is still as it was, and so is the answer.
            assertThrows(UncheckedIOException.class, streams::restart);
            assertTrue(streams.hasEnded());

            Files.delete(stateDir);
            streams.restart();
            eventually(streams::isRunning);
            assertFalse(streams.hasEnded());
            assertTrue(streams.check().succeeded());
        } finally {
            streams.close();
        }
    }

    @Test
    void restart_whileItRuns_countsOn() throws Exception {
        PlayStreams streams = TestStreams.create(kafka, folder);
        PlayResults results = new PlayResults(streams, Clock.systemUTC());
        try (var producer = TestStreams.producer(kafka)) {
            producer.send(new ProducerRecord<>(Topics.CATALOGUE, TRACK.value(), Tracks.entry(TRACK, 180_000, true)))
                    .get(10, TimeUnit.SECONDS);
            streams.start();
            Plays.send(producer, TRACK, "s1");
            eventually(() -> plays(results) == 1);
            streams.restart();
            Plays.send(producer, TRACK, "s2");
            eventually(() -> plays(results) == 2);
            assertFalse(streams.hasEnded());
        } finally {
            streams.close();
        }
    }

    @Test
    void restart_afterClose_doesNothing() {
        PlayStreams streams = TestStreams.create(kafka, folder);
        streams.close();
        streams.restart();
        assertFalse(streams.isRunning());
        assertFalse(streams.hasEnded());
    }

    private static long plays(PlayResults results) {
        try {
            return results.stats(TRACK.value()).map(TrackStats::plays).orElse(0L);
        } catch (ProblemException _) {
            // The stores are not read yet.
            return -1;
        }
    }
}
