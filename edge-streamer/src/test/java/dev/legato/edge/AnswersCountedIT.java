package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every answer is recorded and counted once, with the bytes that were sent of it: on each lane, whole or broken off by a
 * client that closes, resets or does not read.
 */
class AnswersCountedIT {
    private static final int LARGE = 64 << 20;

    /** More than the sockets of both sides hold. */
    private static final int SOCKETS = 24 << 20;

    @TempDir
    private static Path folder;

    private static Map<String, String> certificate;
    private Path log;

    @BeforeAll
    static void prepare() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.write(root.resolve("large.flac"), new byte[LARGE]);
        Files.writeString(root.resolve("small.flac"), "0123456789");
        certificate = TestCertificate.create(folder).settings();
    }

    @BeforeEach
    void beginLog() throws IOException {
        log = Files.createTempFile(folder, "access", ".log");
    }

    /** With a small answer first the large one is the fast lane's; without, the slow lane's. */
    @ParameterizedTest
    @CsvSource({
        "on,  false, false, false",
        "on,  false, true,  false",
        "on,  false, true,  true",
        "off, false, false, true",
        "on,  true,  false, false",
        "on,  true,  true,  true",
        "off, true,  true,  false"
    })
    void download_abortedByTheClient_isRecordedWithWhatWasSent(
            String fastLane, boolean tls, boolean smallFirst, boolean reset) throws Exception {
        long read;
        try (EdgeFixture edge = start(fastLane, tls, Map.of())) {
            try (Socket socket = connect(edge, tls)) {
                if (smallFirst) {
                    get(socket, "/audio/small.flac", 10);
                }
                read = get(socket, "/audio/large.flac", 5 << 20);
                if (reset) {
                    socket.setSoLinger(true, 0);
                }
            }
            awaitLines(smallFirst ? 2 : 1);
            assertEquals(sentOf(lines()), counted(edge, "legato.edge.bytes"));
        }
        assertBrokenOff(lines().getLast(), read);
        assertEquals(smallFirst ? 2 : 1, lines().size());
    }

    @ParameterizedTest
    @CsvSource({"on, false", "off, false", "on, true"})
    void download_thatNobodyReads_isRecordedWhenItIsCutOff(String fastLane, boolean tls) throws Exception {
        try (EdgeFixture edge = start(fastLane, tls, Map.of("edge.writeStall", "400ms"));
                Socket socket = connect(edge, tls)) {
            get(socket, "/audio/small.flac", 10);
            long read = get(socket, "/audio/large.flac", 1 << 20);
            awaitLines(2);
            assertBrokenOff(lines().getLast(), read);
            assertEquals(sentOf(lines()), counted(edge, "legato.edge.bytes"));
        }
        assertEquals(2, lines().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void download_overHttp2ResetByTheClient_isRecordedWithWhatWasSent(boolean tls) throws Exception {
        try (EdgeFixture edge = start("on", tls, Map.of());
                RawHttp2Client client = RawHttp2Client.connect(edge.port(), tls)) {
            client.open();
            client.frame(
                    RawHttp2Client.HEADERS,
                    RawHttp2Client.END_HEADERS | RawHttp2Client.END_STREAM,
                    1,
                    RawHttp2Client.fields(":method=GET", ":scheme=http", ":path=/audio/large.flac", ":authority=a"));
            long read = 0;
            while (read < 60_000) {
                RawHttp2Client.Frame frame = client.read();
                read += frame.type() == RawHttp2Client.DATA ? frame.payload().length : 0;
            }
            client.frame(RawHttp2Client.RST_STREAM, 0, 1, RawHttp2Client.number(8));
            awaitLines(1);
            JsonObject line = lines().getFirst();
            assertEquals("HTTP/2", line.getString("protocol"));
            assertFalse(line.getBoolean("complete"), line::encode);
            assertTrue(line.getLong("bytesSent") <= 65_535, line::encode); // the stream's first window
            assertEquals(sentOf(lines()), counted(edge, "legato.edge.bytes"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answers_overHttp2ReceivedWhole_areComplete(boolean tls) throws Exception {
        try (EdgeFixture edge = start("on", tls, Map.of());
                RawHttp2Client client = RawHttp2Client.connect(edge.port(), tls)) {
            client.open();
            for (int i = 0; i < 4; i++) {
                client.frame(
                        RawHttp2Client.HEADERS,
                        RawHttp2Client.END_HEADERS | RawHttp2Client.END_STREAM,
                        1 + 2 * i,
                        RawHttp2Client.fields(
                                i == 3 ? ":method=HEAD" : ":method=GET",
                                ":scheme=http",
                                i == 2 ? ":path=/audio/absent" : ":path=/audio/small.flac",
                                ":authority=a",
                                i == 1 ? "range=bytes=0-1" : "x=y"));
                while ((client.read().flags() & RawHttp2Client.END_STREAM) == 0) {
                    // the answer's last frame ends the stream
                }
            }
        }
        List<JsonObject> lines = lines();
        assertEquals(4, lines.size());
        lines.forEach(line -> assertTrue(line.getBoolean("complete"), line::encode));
        assertEquals(
                List.of(200, 206, 404, 200),
                lines.stream().map(one -> one.getInteger("status")).toList());
        assertEquals(10L, lines.getFirst().getLong("bytesSent"));
        assertEquals(2L, lines.get(1).getLong("bytesSent"));
        assertEquals(0L, lines.getLast().getLong("bytesSent"));
    }

    /** Asked for all at once; the log has them as they end. */
    @ParameterizedTest
    @CsvSource({"on, false", "off, false", "on, true", "off, true"})
    void answers_ofEveryKind_areRecordedOnce(String fastLane, boolean tls) throws Exception {
        String get = "GET /audio/small.flac HTTP/1.1\r\nHost: a\r\n";
        List<String> requests = List.of(
                get + "\r\n",
                get + "Range: bytes=1-3\r\n\r\n",
                get + "Range: bytes=1-3\r\n\r\n",
                get + "Range: bytes=0-0,5-6\r\n\r\n",
                get + "If-None-Match: *\r\n\r\n",
                get + "If-Match: \"x\"\r\n\r\n",
                get + "Range: bytes=100-\r\n\r\n",
                "HEAD /audio/small.flac HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /audio/absent HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS /audio/small.flac HTTP/1.1\r\nHost: a\r\n\r\n",
                "DELETE /audio/small.flac HTTP/1.1\r\nHost: a\r\n\r\n",
                get + "Connection: close\r\n\r\n");
        List<Integer> statuses = List.of(200, 206, 206, 206, 304, 412, 416, 200, 404, 204, 405, 200);
        try (EdgeFixture edge = start(fastLane, tls, Map.of());
                Socket socket = connect(edge, tls)) {
            socket.getOutputStream().write(String.join("", requests).getBytes(StandardCharsets.US_ASCII));
            byte[] all = socket.getInputStream().readAllBytes();
            assertTrue(all.length > 0);
            awaitLines(requests.size());
            assertEquals(requests.size(), counted(edge, "legato.edge.requests"));
            assertEquals(sentOf(lines()), counted(edge, "legato.edge.bytes"));
        }
        List<JsonObject> lines = lines();
        assertEquals(
                statuses.stream().sorted().toList(),
                lines.stream().map(line -> line.getInteger("status")).sorted().toList());
        lines.forEach(line -> assertTrue(line.getBoolean("complete"), line::encode));
        lines.stream()
                .filter(line -> "bytes=1-3".equals(line.getString("range")))
                .forEach(line -> assertEquals(3L, line.getLong("bytesSent"), line::encode));
        lines.stream()
                .filter(line -> line.getString("method").equals("HEAD"))
                .forEach(line -> assertEquals(0L, line.getLong("bytesSent"), line::encode));
    }

    @Test
    void answers_aThousandOnManyConnections_areAllRecorded() throws Exception {
        try (EdgeFixture edge = start("on", false, Map.of())) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = RawClient.connect(edge.port())) {
                    for (int j = 0; j < 50; j++) {
                        assertEquals(200, client.get("/audio/small.flac").status());
                    }
                }
            }
            awaitLines(1000);
        }
        assertEquals(1000, lines().size());
    }

    private static void assertBrokenOff(JsonObject line, long read) {
        assertEquals(200, line.getInteger("status"), line::encode);
        assertFalse(line.getBoolean("complete"), line::encode);
        // What was read was sent, but for the last piece under TLS, which counts when all of it is in the socket.
        assertTrue(line.getLong("bytesSent") >= read - (1 << 20), () -> read + " read: " + line.encode());
        assertTrue(line.getLong("bytesSent") <= read + SOCKETS, () -> read + " read: " + line.encode());
    }

    private static long sentOf(List<JsonObject> lines) {
        return lines.stream().mapToLong(line -> line.getLong("bytesSent")).sum();
    }

    private static long counted(EdgeFixture edge, String name) {
        return (long) edge.meters.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Asks, and reads as many bytes of the answer, its head not counted. */
    private static long get(Socket socket, String target, int bytes) throws IOException {
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(target).getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        int ended = 0;
        while (ended < 4) {
            ended = in.read() == "\r\n\r\n".charAt(ended) ? ended + 1 : 0;
        }
        return in.readNBytes(bytes).length;
    }

    private static Socket connect(EdgeFixture edge, boolean tls) throws Exception {
        Socket socket = tls ? Transport.trusting().getSocketFactory().createSocket() : new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", edge.port()));
        return socket;
    }

    private void awaitLines(int count) throws IOException {
        while (lines().size() < count) {
            RawClient.awaitAMoment();
        }
    }

    private List<JsonObject> lines() throws IOException {
        String text = Files.readString(log);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(JsonObject::new)
                .toList();
    }

    private EdgeFixture start(String fastLane, boolean tls, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("edge.open", "true");
        settings.put("edge.fastLane", fastLane);
        settings.put("edge.accessLog", "1");
        settings.put("edge.accessLogFile", log.toString());
        if (tls) {
            settings.putAll(certificate);
        }
        return EdgeFixture.start(folder.resolve("root"), settings);
    }
}
