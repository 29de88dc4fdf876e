package dev.legato.ingest;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.PlayEvent;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.testing.FullRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments under load, while Kafka is there and while it is not: what was acknowledged is in the topic, and in
 * order.
 *
 * <pre>./legato soak ingest-kills -Dlegato.kills.seed=1</pre>
 */
@Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
final class IngestKillIT {
    private static final int KILLS = FullRun.repetitions("legato.kills", 2, 10);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final long SEED = Long.getLong("legato.kills.seed", CLOCK.millis());
    private static final int LISTENERS = 4;
    private static final long MAX_WORK_MS = 800;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path folder;

    private final EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(SEED);
    private final List<Listener> listeners =
            IntStream.range(0, LISTENERS).mapToObj(Listener::new).toList();

    /** A player that repeats a batch until it is acknowledged. */
    private final class Listener {
        final String name;
        volatile int acknowledged;

        Listener(int number) {
            name = "listener-" + number + "-" + SEED;
        }

        void play(int port) {
            try {
                while (true) {
                    int first = acknowledged;
                    int events = 1 + first % 3;
                    String[] ids = IntStream.range(first, first + events)
                            .mapToObj(id -> "e" + id)
                            .toArray(String[]::new);
                    HttpRequest request = HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:%d/v1/events".formatted(port)))
                            .header("Content-Type", "application/json")
                            .header(
                                    "Authorization",
                                    issuer.authorization(name, CLOCK.instant().plusSeconds(600), "streaming"))
                            .POST(BodyPublishers.ofString(
                                    IngestProcess.batch(ids).encode()))
                            .build();
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 202) {
                        acknowledged = first + events;
                    } else {
                        LockSupport.parkNanos(RETRY_NANOS);
                    }
                }
            } catch (IOException | InterruptedException _) {
                // It was killed; the next one gets the same batch again.
            }
        }
    }

    @Test
    void kill_underLoad_losesNothingAcknowledged_andKeepsTheOrder() throws Exception {
        System.out.println("seed " + SEED);
        String kafka = SharedBackends.kafka();
        TopicSetup.ensure(new KafkaSettings(kafka, Map.of()));
        try (Forwarder forwarder = new Forwarder()) {
            for (int kill = 0; kill < KILLS; kill++) {
                if (kill % 3 == 1) {
                    forwarder.toNowhere();
                } else {
                    forwarder.to(kafka);
                }
                runAndKill(forwarder.address(), kill % 4 != 3);
            }
            assertTrue(acknowledged() >= KILLS / 2, () -> "only %d were acknowledged".formatted(acknowledged()));
            forwarder.to(kafka);
            int port = freePort();
            Process last = start(port, forwarder.address());
            try {
                for (Listener listener : listeners) {
                    List<String> expected = IntStream.range(0, listener.acknowledged)
                            .mapToObj(id -> "e" + id)
                            .toList();
                    List<String> found =
                            eventually(() -> ids(kafka, listener.name), ids -> ids.size() >= expected.size());
                    assertEquals(expected, found.subList(0, expected.size()));
                }
            } finally {
                kill(last);
            }
        } finally {
            client.close();
            issuer.close();
        }
    }

    private int acknowledged() {
        return listeners.stream().mapToInt(listener -> listener.acknowledged).sum();
    }

    /** @param afterAnAnswer whether it lives until it has acknowledged something */
    private void runAndKill(String kafka, boolean afterAnAnswer) throws Exception {
        int before = acknowledged();
        int port = freePort();
        Process process = start(port, kafka);
        List<Thread> players = new ArrayList<>();
        try {
            eventually(() -> isServing(port) || !process.isAlive());
            assertTrue(process.isAlive(), () -> log());
            for (Listener listener : listeners) {
                players.add(Thread.ofVirtual().start(() -> listener.play(port)));
            }
            if (afterAnAnswer) {
                eventually(() -> acknowledged() > before);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(MAX_WORK_MS)));
        } finally {
            kill(process);
            for (Thread player : players) {
                player.join();
            }
        }
    }

    /** A listener's events as a consumer has them that drops what it has seen before. */
    private static List<String> ids(String kafka, String listener) {
        return PlaysTopic.events(kafka).stream()
                .filter(event -> event.listener().equals(listener))
                .map(PlayEvent::id)
                .distinct()
                .toList();
    }

    private boolean isServing(int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/events".formatted(port)))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() > 0;
        } catch (IOException _) {
            return false;
        }
    }

    private Process start(int port, String kafka) throws IOException {
        Path settings = Files.writeString(
                folder.resolve("legato.yaml"), """
                ingest: {port: %d, journalFolder: '%s'}
                management: {port: 0}
                tokens: {jwks: '%s'}
                kafka: {bootstrap: '%s'}
                """.formatted(port, folder.resolve("journal"), issuer.jwks(), kafka));
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

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** SIGKILL. */
    private static void kill(Process process) throws InterruptedException {
        var _ = process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
