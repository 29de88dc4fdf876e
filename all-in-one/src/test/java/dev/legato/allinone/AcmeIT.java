package dev.legato.allinone;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.tls.ClientTls;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./legato up --tls acme}, certified by a real ACME authority that misbehaves now and then. */
final class AcmeIT {
    private static final String NAME = "music.example.org";

    /** Renewed after two thirds of it, while the test looks. */
    private static final Duration VALIDITY = Duration.ofSeconds(75);

    /** Of a JSON object, with or without chunks. */
    private static final Pattern END = Pattern.compile("\\}(\\r\\n0\\r\\n\\r\\n)?$");

    private static final int TIMEOUT_MS = 30_000;

    @TempDir
    Path folder;

    @Test
    void up_withAcme_servesItsNameAndRenewsWithoutRestart() throws Exception {
        Path data = folder.resolve("data");
        try (Pebble pebble = new Pebble(folder.resolve("pebble"), VALIDITY);
                LegatoProcess legato = LegatoProcess.up(
                        data,
                        Tones.create(folder.resolve("music")),
                        Map.of(
                                "LEGATO_TLS_ACME_DIRECTORY",
                                pebble.directory().toString(),
                                "LEGATO_TLS_ACME_CA",
                                pebble.serverAuthority().toString(),
                                "LEGATO_TLS_ACME_PORT",
                                Integer.toString(pebble.httpPort),
                                "LEGATO_TLS_ACME_EMAIL",
                                "clara@example.org",
                                "LEGATO_GATEWAY_HOST",
                                "127.0.0.1",
                                "LEGATO_EDGE_HOST",
                                "127.0.0.1"),
                        "--tls",
                        "acme",
                        "--host",
                        NAME)) {
            int port = legato.gateway().getPort();
            String player = legato.awaitLine(line -> line.contains("Player")).strip();
            assertTrue(player.endsWith("https://%s:%d".formatted(NAME, port)), player);
            ClientTls tls = new ClientTls(Optional.of(pebble.root()), Optional.empty());
            try (SSLSocket kept = connect(tls, port)) {
                BigInteger first = serial(kept);
                assertTrue(get(kept).contains("\"issuer\":\"https://%s:%d\"".formatted(NAME, port)));
                assertRedirects(pebble.httpPort, port);
                assertPrivate(data.resolve("tls/acme"));
                eventually(() -> !serialNow(tls, port).equals(first));
                assertTrue(get(kept).contains("\"issuer\""), "a connection of before goes on");
            }
            assertTrue(legato.lines().stream().noneMatch(line -> line.contains("clara@example.org")));
        }
    }

    @Test
    void up_withAcmeForNoPublicName_isRefusedSayingWhatIsExpected() throws Exception {
        for (String name : new String[] {"127.0.0.1", "localhost"}) {
            try (LegatoProcess legato =
                    LegatoProcess.up(folder.resolve("data"), folder, Map.of(), "--tls", "acme", "--host", name)) {
                String line = legato.awaitLine(text -> text.contains("no public name"));
                assertTrue(line.contains("--host " + name), line);
                assertNotEquals(0, legato.awaitExit());
            }
        }
    }

    private static void assertRedirects(int plain, int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Void> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/search?q=x".formatted(plain)))
                            .build(),
                    BodyHandlers.discarding());
            assertEquals(308, answer.statusCode());
            assertEquals(
                    "https://%s:%d/search?q=x".formatted(NAME, port),
                    answer.headers().firstValue("Location").orElseThrow());
            HttpRequest program = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/me".formatted(plain)))
                    .header("Authorization", "Bearer secret")
                    .build();
            assertEquals(403, client.send(program, BodyHandlers.discarding()).statusCode());
        }
    }

    private static void assertPrivate(Path certificates) throws IOException {
        try (Stream<Path> files = Files.list(certificates)) {
            for (Path file : files.toList()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }

    private static BigInteger serialNow(ClientTls tls, int port) throws IOException {
        try (SSLSocket socket = connect(tls, port)) {
            return serial(socket);
        }
    }

    private static BigInteger serial(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    /** A connection that asks for the name and takes only a certificate for it. */
    private static SSLSocket connect(ClientTls tls, int port) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
                (SSLSocket) tls.context().getSocketFactory().createSocket(plain, NAME, port, /* autoClose= */ true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.startHandshake();
        return socket;
    }

    private static String get(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /.well-known/openid-configuration HTTP/1.1\r\nHost: %s\r\n\r\n"
                        .formatted(NAME)
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8_192];
        while (!END.matcher(answer).find()) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new IOException("closed after " + answer);
            }
            answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return answer.toString();
    }
}
