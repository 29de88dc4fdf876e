package dev.legato.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class IngestIT {
    private static String kafka;
    private static IngestProcess ingest;

    /** Each test has a listener of its own, so that none sees another's events. */
    private final String listener = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        kafka = SharedBackends.kafka();
        ingest = IngestProcess.start(Map.of("kafka.bootstrap", kafka));
    }

    @AfterAll
    static void stop() throws Exception {
        ingest.close();
    }

    @Test
    void submit_events_areInTheLogWhenAnswered() throws Exception {
        var answer = ingest.post(listener, IngestProcess.batch("e1", "e2"));
        assertEquals(202, answer.status(), answer.body());
        assertReceipt(2, 0, answer.body());

        List<ConsumerRecord<String, byte[]>> records = logged(2);
        CloudEvent<PlayEvent> first = Json.readEvent(records.getFirst().value(), PlayEvent.class);
        assertEquals("dev.legato.play.progress", first.type());
        assertEquals("/event-ingest", first.source());
        assertEquals("e1", first.data().id());
        assertEquals(listener, first.data().listener());
        assertEquals(first.data().at(), first.time());
    }

    @Test
    void submit_sameEventAgain_isADuplicate() throws Exception {
        assertReceipt(1, 0, ingest.post(listener, IngestProcess.batch("e1")).body());
        assertReceipt(
                1,
                2,
                ingest.post(listener, IngestProcess.batch("e1", "e2", "e2")).body());
        assertEquals(
                List.of("e1", "e2"),
                logged(2).stream().map(record -> event(record).id()).toList());
    }

    @Test
    void submit_sameIdOfAnotherListener_isNoDuplicate() throws Exception {
        assertReceipt(1, 0, ingest.post(listener, IngestProcess.batch("e1")).body());
        assertReceipt(
                1, 0, ingest.post(listener + "x", IngestProcess.batch("e1")).body());
    }

    @Test
    void submit_badEventAmongGood_isRejectedAlone() throws Exception {
        JsonObject batch = IngestProcess.batch("e1", "e2", "e3");
        batch.getJsonArray("events").getJsonObject(1).put("positionMs", -1);
        var answer = ingest.post(listener, batch);
        assertEquals(202, answer.status());
        JsonObject receipt = new JsonObject(answer.body());
        assertEquals(2, receipt.getInteger("accepted"));
        JsonObject rejected = receipt.getJsonArray("rejected").getJsonObject(0);
        assertEquals(1, rejected.getInteger("index"));
        assertTrue(rejected.getString("reason").startsWith("positionMs: -1"), answer.body());
    }

    @Test
    void submit_cloudEvents() throws Exception {
        JsonObject play = IngestProcess.batch("c1").getJsonArray("events").getJsonObject(0);
        JsonObject data = new JsonObject()
                .put("trackId", play.getString("trackId"))
                .put("positionMs", 9)
                .put("sessionId", "s");
        JsonArray batch = new JsonArray()
                .add(new JsonObject()
                        .put("specversion", "1.0")
                        .put("id", "c1")
                        .put("source", "/players/kitchen")
                        .put("type", "dev.legato.play.finished")
                        .put("time", play.getString("at"))
                        .put("data", data));
        var answer = ingest.post(
                ingest.authorization(listener, "streaming"),
                "application/cloudevents-batch+json; charset=utf-8",
                batch.encode());
        assertReceipt(1, 0, answer.body());
        assertEquals(PlayEvent.Type.FINISHED, event(logged(1).getFirst()).type());
    }

    @Test
    void submit_withoutToken_is401() throws Exception {
        assertEquals(401, ingest.post("", "application/json", "{}").status());
    }

    @Test
    void submit_withoutScope_is403() throws Exception {
        var answer = ingest.post(ingest.authorization(listener, "playlist-read-private"), "application/json", "{}");
        assertEquals(403, answer.status());
    }

    @Test
    void submit_tooManyEvents_is400() throws Exception {
        String[] ids = new String[101];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "e" + i;
        }
        var answer = ingest.post(listener, IngestProcess.batch(ids));
        assertEquals(400, answer.status());
        assertEquals("events", new JsonObject(answer.body()).getString("field"));
        assertEquals(400, ingest.post(listener, IngestProcess.batch()).status());
    }

    @Test
    void submit_otherMediaType_is415() throws Exception {
        var answer = ingest.post(ingest.authorization(listener, "streaming"), "text/plain", "{}");
        assertEquals(415, answer.status());
    }

    @Test
    void health_withKafka_isReady() throws Exception {
        ingest.awaitReady(true);
    }

    /** Checks the sums, and that nothing was rejected. */
    private static void assertReceipt(int accepted, int duplicates, String body) {
        assertEquals(
                new JsonObject()
                        .put("accepted", accepted)
                        .put("duplicates", duplicates)
                        .put("rejected", new JsonArray()),
                new JsonObject(body));
    }

    /** This test's records, when there are so many; and that there are no more. */
    private List<ConsumerRecord<String, byte[]>> logged(int expected) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                kafka,
                "group.id",
                UUID.randomUUID().toString(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(Set.of(Topics.PLAYS));
            boolean empty = false;
            while (found.size() < expected || !empty) {
                var polled = consumer.poll(Duration.ofMillis(500));
                empty = polled.isEmpty();
                polled.forEach(record -> {
                    if (listener.equals(record.key())) {
                        found.add(record);
                    }
                });
            }
        }
        assertEquals(expected, found.size());
        return found;
    }

    private static PlayEvent event(ConsumerRecord<String, byte[]> record) {
        try {
            return Json.readEvent(record.value(), PlayEvent.class).data();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
