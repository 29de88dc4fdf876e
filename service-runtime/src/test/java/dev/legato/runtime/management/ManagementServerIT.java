package dev.legato.runtime.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.LocalCa;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementServerIT {
    private final HttpClient client = HttpClient.newHttpClient();
    private ServiceProcess process;

    @BeforeEach
    void start() throws Exception {
        process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        process.stop().await(30, TimeUnit.SECONDS);
    }

    @Test
    void live_whileStarting_is200() throws Exception {
        assertEquals(200, get("/health/live").statusCode());
    }

    @Test
    void live_underTls_isAnsweredToWhoeverShowsACertificate(@TempDir Path folder) throws Exception {
        LocalCa ca = LocalCa.open(folder, Clock.systemUTC());
        LocalCa.Issued server = ca.issue("management", List.of("127.0.0.1"));
        LocalCa.Issued prober = ca.issue("prober", List.of("prober"));
        ServiceProcess secured = ServiceProcess.create(
                        Settings.of(Map.of(
                                "management.port", "0",
                                "management.tls.certificate",
                                        server.certificate().toString(),
                                "management.tls.key", server.key().toString(),
                                "management.tls.clientCa", ca.certificateFile().toString())),
                        VertxFactory.UNCLUSTERED,
                        Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
        HttpRequest probe = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:%d/health/live".formatted(secured.managementPort())))
                .build();
        ClientTls.Identity shown = new ClientTls.Identity(prober.certificate(), prober.key());
        Optional<Path> trusted = Optional.of(ca.certificateFile());
        try (HttpClient known = client(new ClientTls(trusted, Optional.of(shown)));
                HttpClient stranger = client(new ClientTls(trusted, Optional.empty()))) {
            assertEquals(200, known.send(probe, BodyHandlers.ofString()).statusCode());
            assertThrows(IOException.class, () -> stranger.send(probe, BodyHandlers.ofString()));
            ClientTls tls = new ClientTls(trusted, Optional.of(shown));
            handshake(tls, secured.managementPort(), "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            assertThrows(
                    SSLException.class,
                    () -> handshake(tls, secured.managementPort(), "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"));
        } finally {
            secured.stop().await(30, TimeUnit.SECONDS);
        }
    }

    private static void handshake(ClientTls tls, int port, String suite) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.context().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
        }
    }

    private static HttpClient client(ClientTls tls) {
        return HttpClient.newBuilder().sslContext(tls.context()).build();
    }

    @Test
    void ready_whileStarting_is503() throws Exception {
        var answer = get("/health/ready");
        assertEquals(503, answer.statusCode());
        JsonObject body = new JsonObject(answer.body());
        assertEquals(false, body.getBoolean("ready"), answer.body());
        assertEquals("starting", body.getString("state"));
    }

    @Test
    void ready_requiredIsDown_is503AndSaysWhy() throws Exception {
        process.context().health().requires("postgres", () -> Future.failedFuture("refused"));
        process.ready();
        var answer = get("/health/ready");
        assertEquals(503, answer.statusCode());
        assertEquals("down: refused", dependencies(answer).getString("postgres"));
    }

    @Test
    void ready_preferredIsDown_is200AndSaysSo() throws Exception {
        process.context().health().requires("postgres", Future::succeededFuture);
        process.context().health().prefers("redis", () -> Future.failedFuture("refused"));
        process.ready();
        var answer = get("/health/ready");
        assertEquals(200, answer.statusCode());
        assertEquals("up", dependencies(answer).getString("postgres"));
        assertEquals("down: refused", dependencies(answer).getString("redis"));
    }

    @Test
    void paths_askedByHead_answerAsByGet() throws Exception {
        for (String path : new String[] {"/health/live", "/health/ready"}) {
            var get = get(path);
            var head = send(path, "HEAD");
            assertEquals(get.statusCode(), head.statusCode());
            assertEquals("", head.body());
            assertEquals(
                    get.headers().firstValue("Content-Length"), head.headers().firstValue("Content-Length"));
        }
    }

    @Test
    void paths_askedByAnotherMethod_are405WithAllow() throws Exception {
        var answer = send("/metrics", "POST");
        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void ready_twoServicesWithOneName_areReportedEach() throws Exception {
        Health health = process.context().health();
        health.of("metadata").requires("postgres", () -> Future.failedFuture("refused"));
        health.of("playlist").requires("postgres", Future::succeededFuture);
        process.ready();
        var answer = get("/health/ready");
        assertEquals(503, answer.statusCode());
        assertEquals("down: refused", dependencies(answer).getString("metadata.postgres"));
        assertEquals("up", dependencies(answer).getString("playlist.postgres"));
    }

    @Test
    void ready_checkFailsWithASecret_doesNotTellIt() throws Exception {
        process.context()
                .health()
                .requires("redis", () -> Future.failedFuture(new IllegalStateException("redis://:hunter2@r")));
        process.context().health().requires("kafka", () -> {
            throw new IllegalArgumentException("hunter2");
        });
        process.ready();
        String body = get("/health/ready").body();
        assertTrue(!body.contains("hunter2") && !body.contains("Exception"), body);
    }

    @Test
    void metrics_always_tellTheJvmsMemory() throws Exception {
        assertTrue(get("/metrics").body().contains("jvm_memory_used_bytes"));
    }

    @Test
    void operation_isRunWithTheBody() throws Exception {
        process.context()
                .operations()
                .offer("/echo", (_, body) -> Future.succeededFuture(Map.of("got", body.toString())));
        var answer = send("/echo", "POST", BodyPublishers.ofString("this"));
        assertEquals(200, answer.statusCode());
        assertEquals("this", new JsonObject(answer.body()).getString("got"));
        assertEquals(405, get("/echo").statusCode());
        process.context().operations().withdraw("/echo");
        assertEquals(404, get("/echo").statusCode());
    }

    @Test
    void operation_thatRefuses_isAnsweredWithItsProblem() throws Exception {
        process.context()
                .operations()
                .offer("/refuse", (_, _) -> Future.failedFuture(Problem.unauthorized("Send a key.")));
        process.context().operations().offer("/fail", (_, _) -> Future.failedFuture("hunter2"));
        var refused = send("/refuse", "POST", BodyPublishers.noBody());
        assertEquals(401, refused.statusCode());
        assertEquals("Send a key.", new JsonObject(refused.body()).getString("detail"));
        var failed = send("/fail", "POST", BodyPublishers.noBody());
        assertEquals(500, failed.statusCode());
        assertTrue(!failed.body().contains("hunter2"), failed.body());
    }

    @Test
    void operation_bodyTooLong_is413() throws Exception {
        process.context().operations().offer("/echo", (_, _) -> Future.succeededFuture(Map.of()));
        var answer = send("/echo", "POST", BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]));
        assertEquals(413, answer.statusCode());
    }

    private static JsonObject dependencies(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getJsonObject("dependencies");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(path, "GET");
    }

    private HttpResponse<String> send(String path, String method) throws Exception {
        return send(path, method, BodyPublishers.noBody());
    }

    private HttpResponse<String> send(String path, String method, BodyPublisher body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(process.managementPort(), path));
        return client.send(HttpRequest.newBuilder(uri).method(method, body).build(), BodyHandlers.ofString());
    }
}
