package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS by both engines: versions, tickets, certificates that change, staples. */
class TlsIT {
    private static final byte[] TRACK = new byte[5_000_000];

    /** An OCSPResponse (RFC 6960 §4.2.1) that says no more than "unauthorized". */
    private static final byte[] STAPLE = {0x30, 0x03, 0x0a, 0x01, 0x06};

    private static final Executor SOON = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    private static final long BOUND = Duration.ofSeconds(60).toNanos();

    @TempDir
    private static Path folder;

    private static Path root;
    private static TestCertificate first;
    private static TestCertificate second;

    @BeforeAll
    static void create() throws Exception {
        root = Files.createDirectories(folder.resolve("root"));
        new Random(9).nextBytes(TRACK);
        Files.write(root.resolve("t.flac"), TRACK);
        first = TestCertificate.create(Files.createDirectories(folder.resolve("first")));
        second = TestCertificate.createAnother(Files.createDirectories(folder.resolve("second")));
    }

    @ParameterizedTest
    @CsvSource({"boringssl, TLSv1.3", "boringssl, TLSv1.2", "jdk, TLSv1.3", "jdk, TLSv1.2"})
    void get_eachEngineAndVersion_isExact(String engine, String version) throws Exception {
        try (EdgeFixture edge = edge(first, Map.of("edge.tls.engine", engine));
                RawClient client = new RawClient(connect(Transport.trusting(), edge, version))) {
            for (int first : List.of(0, 1, 2_000_000)) {
                Reply reply = client.get("/audio/t.flac", "Range: bytes=" + first + "-");
                assertArrayEquals(Arrays.copyOfRange(TRACK, first, TRACK.length), reply.body());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"boringssl, TLSv1.3", "boringssl, TLSv1.2", "jdk, TLSv1.3", "jdk, TLSv1.2"})
    void secondConnection_resumesTheSession(String engine, String version) throws Exception {
        try (EdgeFixture edge = edge(first, Map.of("edge.tls.engine", engine))) {
            SSLContext context = Transport.trusting();
            long begun = session(context, edge, version).getCreationTime();
            CompletableFuture.runAsync(() -> {}, SOON).join();
            assertEquals(begun, session(context, edge, version).getCreationTime());
            assertNotEquals(begun, session(Transport.trusting(), edge, version).getCreationTime());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boringssl", "jdk"})
    void certificateChanges_newConnectionsGetIt_oldOnesGoOn(String engine) throws Exception {
        Path used = Files.createDirectories(folder.resolve("used-" + engine));
        TestCertificate live = new TestCertificate(used.resolve("c.pem"), used.resolve("k.pem"));
        copy(first, live);
        try (EdgeFixture edge = edge(live, Map.of("edge.tls.engine", engine, "edge.tls.reload", "20ms"));
                RawClient old = new RawClient(connect(Transport.trusting(), edge, "TLSv1.3"))) {
            assertEquals(200, old.get("/audio/t.flac").status());
            Certificate before = certificate(edge);
            // Half of the change: the new certificate with the old key is of no use.
            Files.copy(second.certificate(), live.certificate(), StandardCopyOption.REPLACE_EXISTING);
            for (int i = 0; i < 10; i++) {
                CompletableFuture.runAsync(() -> {}, SOON).join();
                assertEquals(before, certificate(edge));
            }
            Files.copy(second.key(), live.key(), StandardCopyOption.REPLACE_EXISTING);
            long begun = System.nanoTime();
            while (certificate(edge).equals(before)) {
                assertTrue(System.nanoTime() - begun < BOUND, "still the old certificate");
                CompletableFuture.runAsync(() -> {}, SOON).join();
            }
            assertArrayEquals(TRACK, old.get("/audio/t.flac").body());
        }
    }

    @Test
    void stapleConfigured_clientGetsIt_andTheNext() throws Exception {
        Path staple = Files.write(folder.resolve("staple.der"), STAPLE);
        Map<String, String> more =
                Map.of("edge.tls.ocsp", staple.toString(), "edge.tls.engine", "boringssl", "edge.tls.reload", "20ms");
        try (EdgeFixture edge = edge(first, more)) {
            assertArrayEquals(STAPLE, staple(edge));
            byte[] next = STAPLE.clone();
            next[4] = 3; // tryLater
            Files.write(staple, next);
            long begun = System.nanoTime();
            while (Arrays.equals(STAPLE, staple(edge))) {
                assertTrue(System.nanoTime() - begun < BOUND, "still the old staple");
                CompletableFuture.runAsync(() -> {}, SOON).join();
            }
            assertArrayEquals(next, staple(edge));
        }
    }

    @Test
    void settings_keyOfAnother_isRefused() {
        SettingsException refused = assertThrows(
                SettingsException.class, () -> edge(new TestCertificate(first.certificate(), second.key()), Map.of())
                        .close());
        assertTrue(refused.getMessage().contains("not the key of"), refused.getMessage());
    }

    private static byte[] staple(EdgeFixture edge) throws Exception {
        ExtendedSSLSession session = (ExtendedSSLSession) session(Transport.trusting(), edge, "TLSv1.3");
        return session.getStatusResponses().getFirst();
    }

    private static Certificate certificate(EdgeFixture edge) throws Exception {
        return session(Transport.trusting(), edge, "TLSv1.3").getPeerCertificates()[0];
    }

    /** Of a connection that has asked once: by then a ticket has come. */
    private static SSLSession session(SSLContext context, EdgeFixture edge, String version) throws Exception {
        SSLSocket socket = connect(context, edge, version);
        try (RawClient client = new RawClient(socket)) {
            assertEquals(206, client.get("/audio/t.flac", "Range: bytes=0-9").status());
            return socket.getSession();
        }
    }

    private static SSLSocket connect(SSLContext context, EdgeFixture edge, String version) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", edge.port());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private static void copy(TestCertificate from, TestCertificate to) throws IOException {
        Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static EdgeFixture edge(TestCertificate certificate, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(certificate.settings());
        settings.put("edge.open", "true");
        settings.putAll(more);
        return EdgeFixture.start(root, settings);
    }
}
