package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of connections, with limits so small that they are met at once. */
class ConnectionLimitsIT {
    /** Far more than pass within a bound of five a second on any machine, a round of which may be late. */
    private static final int MAX_TRIES = 100_000;

    private static final byte[] LARGE = new byte[32 << 20];

    @TempDir
    private static Path folder;

    @Test
    void connections_moreThanAllowed_areClosed() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.connections", "3"))) {
            assertRefusesFourth(edge, "total");
        }
    }

    @Test
    void connections_moreThanAllowedOfAnAddress_areClosed() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.connectionsPerAddress", "3"))) {
            assertRefusesFourth(edge, "address");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void requests_asManyAsAllowed_lastSaysClose(String fastLane) throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.requestsPerConnection", "5", "edge.fastLane", fastLane));
                RawClient client = RawClient.connect(edge.port())) {
            for (int i = 1; i < 5; i++) {
                assertEquals(Optional.empty(), client.get("/audio/small.flac").field("Connection"));
            }
            assertEquals(Optional.of("close"), client.get("/audio/small.flac").field("Connection"));
            assertEquals(-1, client.readByte());
        }
    }

    @Test
    void requests_asManyAsAllowedOverHttp2_lastBringsGoaway() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.requestsPerConnection", "3"));
                RawHttp2Client client = RawHttp2Client.connect(edge.port(), false)) {
            client.open();
            for (int stream = 1; stream <= 5; stream += 2) {
                client.get(stream);
            }
            awaitAnswersAndGoaway(client, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void requests_moreASecondThanAllowed_areRefused(String fastLane) throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.requestRate", "5", "edge.fastLane", fastLane));
                RawClient client = RawClient.connect(edge.port())) {
            Reply reply = client.get("/audio/small.flac");
            for (int i = 1; i < MAX_TRIES && reply.status() == 200; i++) {
                reply = client.get("/audio/small.flac");
            }
            assertEquals(429, reply.status());
            assertTrue(reply.text().contains("more than 5 per second"), reply.text());
            assertEquals(Optional.of("1"), reply.field("Retry-After"));
            assertEquals(Optional.of("close"), reply.field("Connection"));
            assertEquals(-1, client.readByte());
        }
    }

    @Test
    void requests_moreASecondThanAllowedOverHttp2_areRefusedAndBringGoaway() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.requestRate", "5"));
                RawHttp2Client client = RawHttp2Client.connect(edge.port(), false)) {
            client.open();
            for (int i = 0; i < 12; i++) {
                client.get(2 * i + 1);
            }
            awaitAnswersAndGoaway(client, 6);
            assertTrue(edge.meters
                            .get("legato.edge.requests")
                            .tag("status", "429")
                            .counter()
                            .count()
                    > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /audio/small.flac HTTP/1.1\r\nHost: a\r\nX: ", "PRI * HTTP/2.0\r\n\r\nS"})
    void head_thatDoesNotEnd_isCutOff(String beginning) throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.headTimeout", "400ms"));
                RawClient client = RawClient.connect(edge.port())) {
            client.send(beginning);
            assertEnds(client);
            assertEquals(1, count(edge, "legato.edge.connections.cut", "slow-head"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void head_thatTricklesAfterOthers_isCutOff(String fastLane) throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.headTimeout", "400ms", "edge.fastLane", fastLane));
                RawClient client = RawClient.connect(edge.port())) {
            getTwice(client);
            assertThrows(IOException.class, () -> {
                client.send("GET /audio/small.flac HTTP/1.1\r\nHost: a\r\n");
                for (int i = 0; i < 100_000_000; i++) {
                    client.send("X: y\r\n".substring(i % 6, i % 6 + 1)); // as many as the socket takes
                }
            });
        }
    }

    @Test
    void body_thatDoesNotEnd_isCutOff() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.headTimeout", "400ms"));
                RawClient client = RawClient.connect(edge.port())) {
            client.send("POST /audio/small.flac HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1");
            assertEquals(405, client.read("POST").status());
            client.send("2");
            assertEnds(client);
        }
    }

    @Test
    void connection_thatStaysSilent_isCutOffAsIdle() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.idleTimeout", "400ms"));
                RawClient client = RawClient.connect(edge.port())) {
            assertEnds(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void connection_thatAsksForNothingMore_isClosedAsIdle(String fastLane) throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.idleTimeout", "400ms", "edge.fastLane", fastLane));
                RawClient client = RawClient.connect(edge.port())) {
            getTwice(client);
            assertEnds(client);
        }
    }

    @Test
    void handshake_thatDoesNotBegin_isCutOff() throws Exception {
        Map<String, String> settings = new HashMap<>(certificate());
        settings.put("edge.headTimeout", "400ms");
        try (EdgeFixture edge = start(settings);
                RawClient client = RawClient.connect(edge.port())) {
            client.send("\u0016");
            assertEnds(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"on, false", "off, false", "on, true", "off, true"})
    void answer_thatNobodyReads_isCutOff(String fastLane, boolean tls) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("edge.writeStall", "400ms", "edge.fastLane", fastLane));
        if (tls) {
            settings.putAll(certificate());
        }
        try (EdgeFixture edge = start(settings);
                Socket socket = tls ? Transport.trusting().getSocketFactory().createSocket() : new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", edge.port()));
            String get = "GET /audio/large.flac HTTP/1.1\r\nHost: a\r\n";
            socket.getOutputStream()
                    .write((get + "Range: bytes=0-0\r\n\r\n" + get + "\r\n").getBytes(StandardCharsets.US_ASCII));
            while (count(edge, "legato.edge.connections.cut", "write-stall") == 0) {
                RawClient.awaitAMoment();
            }
            assertTrue(assertThrows(
                            IOException.class, () -> socket.getInputStream().readNBytes(LARGE.length))
                    != null);
        }
    }

    @Test
    void answer_thatIsReadSlowly_comesWhole() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.writeStall", "2s", "edge.headTimeout", "1s"));
                RawClient client = RawClient.connect(edge.port())) {
            assertEquals(200, client.get("/audio/small.flac").status());
            assertArrayEquals(LARGE, client.get("/audio/large.flac").body());
        }
    }

    private static void assertRefusesFourth(EdgeFixture edge, String reason) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RawClient client = RawClient.connect(edge.port());
            clients.add(client);
            assertEquals(200, client.get("/audio/small.flac").status());
        }
        try (RawClient fourth = RawClient.connect(edge.port())) {
            assertEnds(fourth);
        }
        assertEquals(1, count(edge, "legato.edge.connections.refused", reason));
        for (RawClient client : clients) {
            assertEquals(200, client.get("/audio/small.flac").status());
            client.close();
        }
        while (edge.meters.get("legato.edge.connections").gauge().value() > 0) {
            RawClient.awaitAMoment();
        }
        try (RawClient fifth = RawClient.connect(edge.port())) {
            assertEquals(200, fifth.get("/audio/small.flac").status());
        }
    }

    private Map<String, String> certificate() throws Exception {
        return TestCertificate.create(Files.createTempDirectory(folder, "tls")).settings();
    }

    private static void awaitAnswersAndGoaway(RawHttp2Client client, int count) throws IOException {
        int answers = 0;
        boolean goaway = false;
        while (answers < count || !goaway) {
            RawHttp2Client.Frame frame = client.read();
            goaway |= frame.type() == RawHttp2Client.GOAWAY && frame.code() == 0;
            answers += frame.type() == RawHttp2Client.HEADERS ? 1 : 0;
        }
    }

    /** The first answer on a connection is the slow lane's. */
    private static void getTwice(RawClient client) throws IOException {
        assertEquals(200, client.get("/audio/small.flac").status());
        assertEquals(200, client.get("/audio/small.flac").status());
    }

    private static void assertEnds(RawClient client) {
        try {
            assertEquals(-1, client.readByte());
        } catch (IOException _) {
            // A reset is an end as well.
        }
    }

    private static double count(EdgeFixture edge, String name, String reason) {
        var counter = edge.meters.find(name).tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private static EdgeFixture start(Map<String, String> settings) throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.writeString(root.resolve("small.flac"), "small");
        Files.write(root.resolve("large.flac"), LARGE);
        Map<String, String> all = new HashMap<>(settings);
        all.put("edge.open", "true");
        return EdgeFixture.start(root, all);
    }
}
