package dev.legato.allinone;

import static dev.legato.testing.Eventually.eventually;

import dev.legato.embedded.LocalCa;
import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Debian's pebble, the ACME authority that Let's Encrypt tests its clients with, and its name server, which finds every name on this
 * machine. It refuses good nonces at random, as RFC 8555 §6.5 permits.
 */
final class Pebble implements AutoCloseable {
    private static final int BAD_NONCES_PERCENT = 30;

    /** Where it asks names for their challenges, instead of at port 80. */
    final int httpPort;

    private final Path folder;
    private final LocalCa ca;
    private final int port;
    private final int management;
    private final List<Process> processes = new ArrayList<>();

    /** @param validity of the certificates that it issues */
    Pebble(Path folder, Duration validity) throws Exception {
        this.folder = Files.createDirectories(folder);
        ca = LocalCa.open(folder.resolve("server"), Clock.systemUTC());
        LocalCa.Issued server = ca.issue("pebble", List.of("localhost", "127.0.0.1"));
        port = freePort();
        management = freePort();
        httpPort = freePort();
        int dns = freePort();
        JsonObject settings = new JsonObject()
                .put("listenAddress", "127.0.0.1:" + port)
                .put("managementListenAddress", "127.0.0.1:" + management)
                .put("certificate", server.certificate().toString())
                .put("privateKey", server.key().toString())
                .put("httpPort", httpPort)
                .put("tlsPort", freePort())
                .put("certificateValidityPeriod", validity.toSeconds());
        Path file = Files.writeString(
                folder.resolve("pebble.json"),
                new JsonObject().put("pebble", settings).encode());
        start(
                "names",
                Map.of(),
                "pebble-challtestsrv",
                "-dns01",
                "127.0.0.1:" + dns,
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "",
                "-management",
                "127.0.0.1:" + freePort(),
                "-defaultIPv6",
                "");
        start(
                "pebble",
                Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", Integer.toString(BAD_NONCES_PERCENT)),
                "pebble",
                "-config",
                file.toString(),
                "-strict",
                "-dnsserver",
                "127.0.0.1:" + dns);
        eventually(this::answers);
    }

    URI directory() {
        return URI.create("https://localhost:%d/dir".formatted(port));
    }

    /** What its own server is trusted by. */
    Path serverAuthority() {
        return ca.certificateFile();
    }

    /** The root of the certificates that it issues. */
    Path root() throws Exception {
        return Files.writeString(folder.resolve("root.pem"), get("/roots/0"));
    }

    private boolean answers() throws InterruptedException {
        try {
            return get("/roots/0").contains("BEGIN CERTIFICATE");
        } catch (IOException _) {
            return false;
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        ClientTls tls = new ClientTls(Optional.of(ca.certificateFile()), Optional.empty());
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(tls.context()).build()) {
            URI url = URI.create("https://localhost:%d%s".formatted(management, path));
            return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private void start(String name, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        processes.add(builder.start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            var _ = process.destroyForcibly().onExit().join();
        });
    }
}
