package dev.legato.runtime.tls;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedKafka;
import dev.legato.embedded.EmbeddedRedis;
import dev.legato.embedded.LocalCa;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.redis.RedisSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis and a real Kafka that speak TLS to those who show a certificate. */
final class BackendsTlsIT {
    @TempDir
    Path folder;

    private LocalCa ca;
    private Settings settings;

    @BeforeEach
    void issue() {
        ca = LocalCa.open(folder.resolve("tls"), Clock.systemUTC());
        LocalCa.Issued own = ca.issue("service", List.of("service"));
        settings = Settings.of(Map.of(
                "tls.ca", ca.certificateFile().toString(),
                "tls.certificate", own.certificate().toString(),
                "tls.key", own.key().toString(),
                "kafka.tls", "true"));
    }

    @Test
    void redis_withItsAuthorityAndACertificate_answers_andOtherwiseDoesNot() throws Exception {
        LocalCa.Issued server = ca.issue("redis", List.of("127.0.0.1"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process redis = new ProcessBuilder(
                        EmbeddedRedis.executable().toString(),
                        "--port",
                        "0",
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        server.certificate().toString(),
                        "--tls-key-file",
                        server.key().toString(),
                        "--tls-ca-cert-file",
                        ca.certificateFile().toString(),
                        "--tls-auth-clients",
                        "yes",
                        "--save",
                        "",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        Vertx vertx = Vertx.vertx();
        try {
            String uri = "rediss://127.0.0.1:" + port;
            Redis known =
                    RedisSettings.from(settings.with(Map.of("redis.uri", uri))).connect(vertx);
            eventually(() -> ping(known).equals("PONG"));
            Path late = Files.createDirectory(folder.resolve("late"));
            Redis reloading = RedisSettings.from(strangers(late).with(Map.of("redis.uri", uri)))
                    .connect(vertx);
            assertTrue(ping(reloading).startsWith("refused"), "Redis does not know the authority of its certificate");
            exchange(late);
            eventually(() -> ping(reloading).equals("PONG"));
            Redis stranger = RedisSettings.from(Settings.of(Map.of(
                            "redis.uri", uri, "tls.ca", ca.certificateFile().toString())))
                    .connect(vertx);
            assertTrue(ping(stranger).startsWith("refused"), "Redis asks for a certificate");
            Redis distrustful =
                    RedisSettings.from(Settings.of(Map.of("redis.uri", uri))).connect(vertx);
            assertTrue(ping(distrustful).startsWith("refused"), "a client does not trust an unknown authority");
        } finally {
            vertx.close().await(30, TimeUnit.SECONDS);
            redis.destroy();
            assertTrue(redis.waitFor(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void kafka_withItsAuthorityAndACertificate_takesTopics() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.temporary(ca)) {
            KafkaSettings known =
                    KafkaSettings.from(settings.with(Map.of("kafka.bootstrap", kafka.bootstrapServers())));
            TopicSetup.ensure(known);
            assertTrue(TopicSetup.isNew(known, "plays"));
            Map<String, String> impatient = new HashMap<>(Map.of(
                    "kafka.bootstrap", kafka.bootstrapServers(),
                    "kafka.tls", "true",
                    "tls.ca", ca.certificateFile().toString(),
                    "kafka.client.default.api.timeout.ms", "3000",
                    "kafka.client.request.timeout.ms", "2000"));
            KafkaSettings stranger = KafkaSettings.from(Settings.of(impatient));
            assertThrows(IllegalStateException.class, () -> TopicSetup.isNew(stranger, "plays"));
            Path late = Files.createDirectory(folder.resolve("late"));
            impatient.putAll(Map.of("kafka.client.retries", "0", "kafka.client.reconnect.backoff.max.ms", "100"));
            KafkaSettings reloading = KafkaSettings.from(strangers(late).withDefaults(impatient));
            try (Admin client = Admin.create(new HashMap<>(reloading.properties()))) {
                assertFalse(hasTopics(client));
                exchange(late);
                eventually(() -> hasTopics(client));
            }
        }
    }

    @Test
    void from_certificateWithoutItsKey_isRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("certificate.pem"));
        Map<String, String> half = Map.of("tls.certificate", file.toString());
        var failure = assertThrows(SettingsException.class, () -> ClientTls.from(Settings.of(half)));
        assertEquals("tls.certificate and tls.key belong together", failure.getMessage());
    }

    @Test
    void from_missingFile_isRefusedWithItsName() {
        Map<String, String> missing = Map.of("tls.ca", "/nowhere/ca.pem");
        var failure = assertThrows(SettingsException.class, () -> ClientTls.from(Settings.of(missing)));
        assertEquals("tls: /nowhere/ca.pem cannot be read (expected: a PEM file)", failure.getMessage());
    }

    /** Settings whose certificate is of an authority that nobody knows, until it is exchanged. */
    private Settings strangers(Path files) {
        LocalCa.Issued own =
                LocalCa.open(files.resolve("tls"), Clock.systemUTC()).issue("late", List.of("service"));
        return settings.with(Map.of(
                "tls.certificate",
                own.certificate().toString(),
                "tls.key",
                own.key().toString()));
    }

    /** Puts a known certificate in the place of the stranger's, as a renewal does. */
    private void exchange(Path files) throws IOException {
        LocalCa.Issued known = ca.issue("late", List.of("service"));
        var _ = Files.move(known.key(), files.resolve("tls/late-key.pem"), StandardCopyOption.REPLACE_EXISTING);
        var _ = Files.move(known.certificate(), files.resolve("tls/late.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean hasTopics(Admin client) throws InterruptedException, TimeoutException {
        try {
            return client.listTopics().names().get(20, TimeUnit.SECONDS).contains("plays");
        } catch (ExecutionException _) {
            return false;
        }
    }

    private static String ping(Redis redis) {
        try {
            return redis.send(Request.cmd(Command.PING))
                    .await(10, TimeUnit.SECONDS)
                    .toString();
        } catch (Exception e) { // await throws checked exceptions as well
            return "refused: " + e;
        }
    }
}
