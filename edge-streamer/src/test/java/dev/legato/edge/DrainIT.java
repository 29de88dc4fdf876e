package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of HTTP/1.0 beside the fast lane, and an edge that stops while it sends. */
class DrainIT {
    private static final byte[] TRACK = new byte[16 << 20];

    @TempDir
    private static Path root;

    private static TestCertificate certificate;

    @BeforeAll
    static void createTrack() throws Exception {
        certificate = TestCertificate.create(Files.createDirectory(root.resolve(".keys")));
        new Random(12).nextBytes(TRACK);
        Files.write(root.resolve("t.flac"), TRACK);
    }

    @Test
    void http10_afterTheFastLane_isAnsweredAndClosed() throws Exception {
        try (EdgeFixture edge = edge(Map.of());
                RawClient client = slowClient(edge, false)) {
            warmUp(client);
            client.send("GET /audio/t.flac HTTP/1.0\r\nRange: bytes=5-\r\n\r\n");
            Reply reply = client.read("GET");
            assertEquals(206, reply.status());
            assertEquals(TRACK.length - 5, reply.body().length);
            assertEquals(-1, client.readByte());
        }
    }

    @Test
    void http10_withKeepAlive_isAnsweredAgain() throws Exception {
        try (EdgeFixture edge = edge(Map.of());
                RawClient client = slowClient(edge, false)) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /audio/t.flac HTTP/1.0\r\nConnection: keep-alive\r\nRange: bytes=0-9\r\n\r\n");
                Reply reply = client.read("GET");
                assertEquals(206, reply.status());
                assertEquals(Optional.of("keep-alive"), reply.field("Connection"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"on, false", "off, false", "on, true", "off, true"})
    void stop_streamUnderWay_isSentToItsEnd(String fastLane, boolean tls) throws Exception {
        Map<String, String> settings = new HashMap<>(tls ? certificate.settings() : Map.of());
        settings.put("edge.fastLane", fastLane);
        EdgeFixture edge = edge(settings);
        try (RawClient client = slowClient(edge, tls)) {
            warmUp(client);
            client.send("GET /audio/t.flac HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", client.peekLine());
            CompletableFuture<Void> stopped = stop(edge);
            RawClient.awaitRefusal(edge.port());
            assertFalse(stopped.isDone());
            assertArrayEquals(TRACK, client.read("GET").body());
            assertEquals(-1, client.readByte());
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void stop_clientThatDoesNotRead_isWaitedForNoLongerThanSet(String fastLane) throws Exception {
        EdgeFixture edge = edge(Map.of("edge.fastLane", fastLane, "edge.drain", "200ms"));
        try (RawClient client = slowClient(edge, false)) {
            warmUp(client);
            client.send("GET /audio/t.flac HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", client.peekLine());
            stop(edge).get(20, TimeUnit.SECONDS);
            assertThrows(IOException.class, () -> client.read("GET"));
        }
    }

    /** A connection's first request is Vert.x's, the second the fast lane's. */
    private static void warmUp(RawClient client) throws IOException {
        assertEquals(404, client.get("/audio/none").status());
        assertEquals(206, client.get("/audio/t.flac", "Range: bytes=0-9").status());
    }

    private static CompletableFuture<Void> stop(EdgeFixture edge) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        var _ = Thread.ofVirtual().start(() -> {
            try {
                edge.close();
                stopped.complete(null);
            } catch (Exception e) {
                stopped.completeExceptionally(e);
            }
        });
        return stopped;
    }

    private static RawClient slowClient(EdgeFixture edge, boolean tls) throws Exception {
        Socket socket = tls ? Transport.trusting().getSocketFactory().createSocket() : new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", edge.port()));
        return new RawClient(socket);
    }

    private static EdgeFixture edge(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("edge.open", "true", "edge.trust", "1h"));
        settings.putAll(more);
        return EdgeFixture.start(root, settings);
    }
}
