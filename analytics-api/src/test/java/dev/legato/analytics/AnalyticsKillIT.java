package dev.legato.analytics;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own, killed while it counts. */
@Timeout(240)
final class AnalyticsKillIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final TrackId TRACK = new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p");
    private static final int BEFORE = 20;

    @TempDir
    Path folder;

    @Test
    void kill_whileCounting_losesAndDoublesNothing() throws Exception {
        String kafka = SharedBackends.kafka();
        try (EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
                HttpClient client = HttpClient.newHttpClient()) {
            int port = freePort();
            Path settings = Files.writeString(
                    folder.resolve("legato.yaml"), """
                analytics: {port: %d, stateDir: '%s'}
                management: {port: 0}
                tokens: {jwks: '%s'}
                kafka: {bootstrap: '%s'}
                """.formatted(port, folder.resolve("state"), issuer.jwks(), kafka));
            HttpRequest stats = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:%d/v1/tracks/%s/stats".formatted(port, TRACK.value())))
                    .header(
                            "Authorization",
                            issuer.authorization(
                                    "alice", CLOCK.instant().plusSeconds(600), "user-read-recently-played"))
                    .build();
            TopicSetup.ensure(new KafkaSettings(kafka, Map.of()));
            var _ = producer.send(
                            new ProducerRecord<>(Topics.CATALOGUE, TRACK.value(), Tracks.entry(TRACK, 180_000, true)))
                    .get(10, TimeUnit.SECONDS);

            Process first = start(settings);
            for (int play = 0; play < BEFORE; play++) {
                Plays.send(producer, TRACK, "s" + play);
            }
            // Some are counted, the others are under way.
            try {
                var _ = until(client, stats, 1);
            } finally {
                kill(first);
            }
            Plays.send(producer, TRACK, "s" + BEFORE);

            Process second = start(settings);
            try {
                assertEquals(BEFORE + 1, until(client, stats, BEFORE + 1));
                Plays.send(producer, TRACK, "s" + (BEFORE + 1));
                assertEquals(BEFORE + 2, until(client, stats, BEFORE + 2));
            } finally {
                kill(second);
            }
        }
    }

    private Process start(Path settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--config",
                settings.toString()));
        return builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    /** SIGKILL. */
    private static void kill(Process process) throws InterruptedException {
        var _ = process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** How many plays count, once they are so many. */
    private static int until(HttpClient client, HttpRequest stats, int plays) throws Exception {
        return eventually(
                () -> {
                    try {
                        var answer = client.send(stats, BodyHandlers.ofString());
                        return answer.statusCode() == 200
                                ? new JsonObject(answer.body()).getInteger("plays")
                                : Integer.valueOf(0);
                    } catch (ConnectException _) {
                        // It is not up yet.
                        return 0;
                    }
                },
                counted -> counted >= plays);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
