package dev.legato.ingest;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.PlayEvent;
import dev.legato.embedded.EmbeddedKafka;
import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Event-ingest with its journal, while Kafka comes and goes. */
@Timeout(120)
final class IngestJournalIT {
    @TempDir
    Path folder;

    @Test
    void submit_kafkaAwayThenBackElsewhere_isTaken_andArrivesOnceInOrder() throws Exception {
        try (Forwarder kafka = new Forwarder();
                IngestProcess ingest = start(kafka, "journal")) {
            assertTaken(ingest, 0, 20);
            ingest.awaitReady(true);
            try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"))) {
                kafka.to(broker.bootstrapServers());
                assertTaken(ingest, 20, 40);
                awaitIds(broker, 40);
            }
            assertTaken(ingest, 40, 60);
            try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"))) {
                kafka.to(broker.bootstrapServers());
                assertTaken(ingest, 60, 80);
                awaitIds(broker, 80);
                assertEquals(
                        202,
                        ingest.post("alice", IngestProcess.batch("e1", "e79")).status());
                awaitIds(broker, 80);
            }
        }
    }

    @Test
    void restart_withoutKafka_keepsWhatWasAcknowledged() throws Exception {
        try (Forwarder kafka = new Forwarder()) {
            try (IngestProcess ingest = start(kafka, "journal")) {
                assertTaken(ingest, 0, 10);
            }
            try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"));
                    IngestProcess ingest = start(kafka, "journal")) {
                kafka.to(broker.bootstrapServers());
                assertTaken(ingest, 10, 20);
                awaitIds(broker, 20);
            }
        }
    }

    @Test
    void start_onTheJournalOfAnother_fails_andSaysWhy() throws Exception {
        try (Forwarder kafka = new Forwarder();
                IngestProcess _ = start(kafka, "journal")) {
            Exception refused = assertThrows(Exception.class, () -> start(kafka, "journal"));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("another process uses the journal"),
                    refused.toString());
        }
    }

    @Test
    void submit_journalFull_is503_andNoLongerReady_untilKafkaTakesIt() throws Exception {
        String[] ids = new String[EventBatch.MAX_EVENTS];
        try (Forwarder kafka = new Forwarder();
                IngestProcess ingest = start(kafka, "journal")) {
            Answer answer;
            int batches = 0;
            do {
                int batch = batches++;
                IntStream.range(0, ids.length).forEach(i -> ids[i] = "b" + batch + "-" + i);
                answer = ingest.post("alice", IngestProcess.batch(ids));
            } while (answer.status() == 202);
            assertEquals(503, answer.status(), answer.body());
            assertTrue(!answer.header("Retry-After").isEmpty());
            assertEquals("urn:legato:problem:unavailable", new JsonObject(answer.body()).getString("type"));
            ingest.awaitReady(false);
            try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"))) {
                kafka.to(broker.bootstrapServers());
                ingest.awaitReady(true);
                assertEquals(202, ingest.post("alice", IngestProcess.batch(ids)).status());
                int all = batches * ids.length;
                List<PlayEvent> events =
                        eventually(() -> PlaysTopic.events(broker.bootstrapServers()), found -> found.size() >= all);
                assertEquals(all, events.stream().map(PlayEvent::id).distinct().count());
            }
        }
    }

    private IngestProcess start(Forwarder kafka, String journal) throws Exception {
        return IngestProcess.start(Map.of(
                "kafka.bootstrap",
                kafka.address(),
                "ingest.journalEnabled",
                "true",
                "ingest.journalMaxBytes",
                "16MiB",
                "ingest.journalFolder",
                folder.resolve(journal).toString()));
    }

    private static void assertTaken(IngestProcess ingest, int from, int to) {
        for (int id = from; id < to; id++) {
            Answer answer = ingest.post("alice", IngestProcess.batch("e" + id));
            assertEquals(202, answer.status(), answer.body());
        }
    }

    /** Waits until the topic has so many events; each must be there once, in order. */
    private static void awaitIds(EmbeddedKafka broker, int count) throws Exception {
        List<String> ids = eventually(
                () -> PlaysTopic.events(broker.bootstrapServers()).stream()
                        .map(PlayEvent::id)
                        .distinct()
                        .toList(),
                found -> found.size() >= count);
        assertEquals(IntStream.range(0, count).mapToObj(id -> "e" + id).toList(), ids);
    }
}
