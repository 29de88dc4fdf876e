package dev.legato.edge;

import static dev.legato.edge.RawHttp2Client.DATA;
import static dev.legato.edge.RawHttp2Client.END_HEADERS;
import static dev.legato.edge.RawHttp2Client.END_STREAM;
import static dev.legato.edge.RawHttp2Client.HEADERS;
import static dev.legato.edge.RawHttp2Client.RST_STREAM;
import static dev.legato.edge.RawHttp2Client.WINDOW_UPDATE;
import static dev.legato.edge.RawHttp2Client.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.RawHttp2Client.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed answers over HTTP/2, which timers pace: each comes whole, in no less than its time, and none waits for another. */
class Http2PacingIT {
    /** Of aac-1600, a second of which is the burst. */
    private static final int RATE = 200_000;

    /** What may go at once: one buffer. */
    private static final int PIECE = 128 << 10;

    private static final byte[] TRACK = new byte[3 * RATE];

    /** Takes minutes beyond its burst of 2,000 bytes. */
    private static final String SLOW = "aac-16.m4a";

    private static final int SLOW_BURST = 2_000;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int LARGE = 1 << 30;
    private static final int CANCEL = 8;
    private static final int AT_ONCE = 8;

    @TempDir
    private static Path folder;

    private static Path root;
    private static TestCertificate certificate;

    @BeforeAll
    static void createTracks() throws Exception {
        root = folder.resolve("root");
        certificate = TestCertificate.create(Files.createDirectories(folder.resolve("keys")));
        new Random(9).nextBytes(TRACK);
        Files.createDirectories(root.resolve("t1"));
        for (String name : List.of("aac-1600.m4a", SLOW, "original.m4a")) {
            Files.write(root.resolve("t1").resolve(name), TRACK);
        }
    }

    /** Of a rate that is known, and of one that is not; in plain text the first request asks for the upgrade. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answers_oneByOneAndAtOnce_comeWhole(boolean tls) throws Exception {
        try (EdgeFixture edge = edge(tls, "edge.pacing.multiple", "10");
                Transport client = Transport.http2(edge.port(), tls);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String name : List.of("original.m4a", "aac-1600.m4a")) {
                for (int i = 0; i < 2; i++) {
                    assertArrayEquals(
                            TRACK, client.send("GET", target(name), List.of()).body());
                    assertArrayEquals(TRACK, range(client, name, 0, TRACK.length));
                    assertArrayEquals(Arrays.copyOfRange(TRACK, 5, 9), range(client, name, 5, 9));
                }
                List<Future<byte[]>> answers = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    answers.add(callers.submit(() -> range(client, name, 1, TRACK.length)));
                }
                for (Future<byte[]> answer : answers) {
                    assertArrayEquals(Arrays.copyOfRange(TRACK, 1, TRACK.length), answer.get());
                }
            }
            awaitPaced(edge, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answerBeyondItsBurst_takesItsTime(boolean tls) throws Exception {
        try (EdgeFixture edge = edge(tls);
                Transport client = Transport.http2(edge.port(), tls)) {
            long begun = System.nanoTime();
            assertArrayEquals(TRACK, range(client, "aac-1600.m4a", 0, TRACK.length));
            assertTrue(System.nanoTime() - begun > (TRACK.length - RATE - PIECE) * 1e9 / RATE);
        }
    }

    @Test
    void streamThatWaits_holdsUpNoOther_andEndsAtItsReset() throws Exception {
        try (EdgeFixture edge = edge(false);
                RawHttp2Client client = open(edge, LARGE)) {
            beginSlow(edge, client);
            get(client, 3, "original.m4a");
            assertArrayEquals(TRACK, readWhole(client, 3, 0));
            client.frame(RST_STREAM, 0, 1, number(CANCEL));
            awaitPaced(edge, 0);
            get(client, 5, "original.m4a");
            assertArrayEquals(TRACK, readWhole(client, 5, 0));
        }
    }

    @Test
    void streamThatWaits_endsWithItsConnection() throws Exception {
        try (EdgeFixture edge = edge(false)) {
            try (RawHttp2Client client = open(edge, LARGE)) {
                beginSlow(edge, client);
            }
            awaitPaced(edge, 0);
        }
    }

    @Test
    void streamThatWaits_endsWithTheEdge() throws Exception {
        EdgeFixture edge = edge(false, "edge.drain", "100ms");
        try (RawHttp2Client client = open(edge, LARGE)) {
            beginSlow(edge, client);
            edge.close();
            awaitPaced(edge, 0);
        }
    }

    @Test
    void readerWhoseWindowIsOftenFull_getsAll() throws Exception {
        int window = 20_000;
        try (EdgeFixture edge = edge(false, "edge.pacing.multiple", "10");
                RawHttp2Client client = open(edge, window)) {
            get(client, 1, "aac-1600.m4a");
            assertArrayEquals(TRACK, readWhole(client, 1, window));
        }
    }

    @Test
    void readerWhoseWindowStaysFull_isLetGoAtItsReset() throws Exception {
        try (EdgeFixture edge = edge(false);
                RawHttp2Client client = open(edge, RATE + 1)) {
            get(client, 1, "aac-1600.m4a");
            assertEquals(RATE + 1, readSome(client, 1, RATE + 1));
            awaitPaced(edge, 1);
            client.frame(RST_STREAM, 0, 1, number(CANCEL));
            awaitPaced(edge, 0);
        }
    }

    private static byte[] range(Transport client, String name, int from, int to) throws Exception {
        Reply reply = client.send("GET", target(name), List.of("Range: bytes=%d-%d".formatted(from, to - 1)));
        assertEquals(206, reply.status());
        return reply.body();
    }

    /** A connection whose streams have this window each, and which has one that is never full. */
    private static RawHttp2Client open(EdgeFixture edge, int window) throws Exception {
        RawHttp2Client client = RawHttp2Client.connect(edge.port(), false).open(INITIAL_WINDOW_SIZE, window);
        client.frame(WINDOW_UPDATE, 0, 0, number(LARGE));
        return client;
    }

    private static void get(RawHttp2Client client, int stream, String name) throws IOException {
        client.frame(HEADERS, END_STREAM | END_HEADERS, stream, RawHttp2Client.requestOf(target(name)));
    }

    /** Has stream 1 get its burst and wait for more. */
    private static void beginSlow(EdgeFixture edge, RawHttp2Client client) throws IOException {
        get(client, 1, SLOW);
        assertTrue(readSome(client, 1, SLOW_BURST) < TRACK.length);
        awaitPaced(edge, 1);
    }

    private static int readSome(RawHttp2Client client, int stream, int least) throws IOException {
        int count = 0;
        while (count < least) {
            Frame frame = client.read();
            count += frame.type() == DATA && frame.stream() == stream ? frame.payload().length : 0;
        }
        return count;
    }

    /** @param window to give anew whenever that much has come; 0 to give none */
    private static byte[] readWhole(RawHttp2Client client, int stream, int window) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = client.read();
            if (frame.type() == DATA && frame.stream() == stream) {
                body.writeBytes(frame.payload());
                if ((frame.flags() & END_STREAM) != 0) {
                    return body.toByteArray();
                }
                if (window > 0 && body.size() % window == 0) {
                    client.frame(WINDOW_UPDATE, 0, stream, number(window));
                }
            }
        }
    }

    private static void awaitPaced(EdgeFixture edge, int answers) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (edge.meters.get("legato.edge.paced").gauge().value() != answers) {
            assertTrue(System.nanoTime() < end, () -> "not %d paced".formatted(answers));
            RawClient.awaitAMoment();
        }
    }

    private static String target(String name) {
        return EdgeFixture.signed("t1/" + name);
    }

    private static EdgeFixture edge(boolean tls, String... more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("edge.pacing.multiple", "1", "edge.pacing.burst", "1s"));
        settings.putAll(tls ? certificate.settings() : Map.of());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return EdgeFixture.start(root, settings);
    }
}
