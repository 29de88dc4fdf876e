package dev.legato.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedKafka;
import dev.legato.testing.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
final class IngestWithoutKafkaIT {
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void submit_noBroker_is503_andOnceItIsBackTheEventCountsOnce() throws Exception {
        NetServer silent = silentServer();
        int port = silent.actualPort();
        silent.close().await(5, TimeUnit.SECONDS);
        Map<String, String> settings = Map.of("kafka.bootstrap", "127.0.0.1:" + port, "ingest.ackTimeout", "300ms");
        try (EmbeddedKafka kafka = EmbeddedKafka.temporary();
                IngestProcess ingest = IngestProcess.start(settings)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                Answer answer = ingest.post("alice", IngestProcess.batch("e1"));
                assertEquals(503, answer.status(), answer.body());
                assertTrue(!answer.header("Retry-After").isEmpty());
                assertEquals("urn:legato:problem:unavailable", new JsonObject(answer.body()).getString("type"));
            }
            assertFalse(ingest.isReady());

            forward(port, kafka.bootstrapServers());
            JsonObject receipt = receiptOnceBack(ingest);
            assertEquals(1, receipt.getInteger("accepted") + receipt.getInteger("duplicates"), receipt.encode());
            ingest.awaitReady(true);
        }
    }

    @Test
    void readiness_kafkaGoesAway_isFalse() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.temporary();
        try (IngestProcess ingest = IngestProcess.start(Map.of("kafka.bootstrap", kafka.bootstrapServers()))) {
            try {
                assertEquals(
                        202, ingest.post("alice", IngestProcess.batch("e1")).status());
                ingest.awaitReady(true);
            } finally {
                kafka.close();
            }
            // The producer still knows where the topic's partitions were.
            ingest.awaitReady(false);
        }
    }

    @Test
    void submit_moreThanMayBeUnderWay_is429() throws Exception {
        String[] ids = IntStream.range(0, 100).mapToObj(i -> "e" + i).toArray(String[]::new);
        Map<String, String> settings = Map.of(
                "kafka.bootstrap", "127.0.0.1:" + silentServer().actualPort(),
                "ingest.ackTimeout", "2s",
                "ingest.maxInFlight", "100");
        try (IngestProcess ingest = IngestProcess.start(settings)) {
            List<CompletableFuture<Answer>> both = List.of(
                    ingest.postLater("alice", IngestProcess.batch(ids)),
                    ingest.postLater("bob", IngestProcess.batch(ids)));
            List<Integer> statuses =
                    both.stream().map(answer -> answer.join().status()).sorted().toList();
            assertEquals(List.of(429, 503), statuses);
        }
    }

    /** Retries as a player would; the test's time limit bounds it. */
    private static JsonObject receiptOnceBack(IngestProcess ingest) throws Exception {
        Answer answer;
        do {
            answer = ingest.post("alice", IngestProcess.batch("e1"));
        } while (answer.status() == 503);
        assertEquals(202, answer.status(), answer.body());
        return new JsonObject(answer.body());
    }

    /** Takes connections and says nothing. */
    private NetServer silentServer() throws Exception {
        return vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(_ -> {})
                .listen()
                .await(5, TimeUnit.SECONDS);
    }

    private void forward(int port, String bootstrap) throws Exception {
        String[] target = bootstrap.split(":", 2);
        var client = vertx.createNetClient();
        vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(port))
                .connectHandler(near -> {
                    near.pause();
                    client.connect(Integer.parseInt(target[1]), target[0]).onSuccess(far -> {
                        near.pipeTo(far);
                        far.pipeTo(near);
                    });
                })
                .listen()
                .await(5, TimeUnit.SECONDS);
    }
}
