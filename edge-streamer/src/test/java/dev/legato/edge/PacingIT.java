package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How fast bytes come. Only lower bounds on time are asserted, and that a burst comes well before them. */
@EnabledOnOs(OS.LINUX)
class PacingIT {
    /** Of aac-1600: 200,000 bytes a second, paced at once that. */
    private static final int RATE = 200_000;

    private static final int BURST = 10 * RATE;
    private static final int PACED = 2 * RATE;

    /** What TCP lets out ahead of its pace: a congestion window, and what the burst left in the socket counts as paced. */
    private static final int AHEAD = RATE / 2;

    private static final byte[] TRACK = new byte[BURST + 3 * PACED];

    @TempDir
    private static Path folder;

    private static Path root;
    private static TestCertificate certificate;

    @BeforeAll
    static void createTrack() throws Exception {
        root = Files.createDirectories(folder.resolve("root"));
        certificate = TestCertificate.create(Files.createDirectories(folder.resolve("keys")));
        new Random(8).nextBytes(TRACK);
        Files.createDirectories(root.resolve("t1"));
        Files.write(root.resolve("t1/aac-1600.m4a"), TRACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void answerBeyondItsBurst_isPaced_theNextAgainNot(String fastLane) throws Exception {
        try (EdgeFixture edge = edge(Map.of("edge.fastLane", fastLane));
                RawClient client = RawClient.connect(edge.port())) {
            long begun = System.nanoTime();
            get(client, 0, BURST);
            long burst = System.nanoTime() - begun;
            assertTrue(burst < seconds(5), () -> "the burst took " + Duration.ofNanos(burst));
            for (int i = 0; i < 2; i++) {
                assertTrue(time(client, 0, BURST + PACED) > seconds((PACED - AHEAD) / (double) RATE));
                long again = time(client, 0, BURST);
                assertTrue(again < seconds(5), () -> "the next burst took " + Duration.ofNanos(again));
            }
            assertEquals(0, edge.meters.get("legato.edge.paced").gauge().value());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void underTls_answerBeyondItsBurst_isPaced(String fastLane) throws Exception {
        Map<String, String> settings = new HashMap<>(certificate.settings());
        settings.put("edge.fastLane", fastLane);
        try (EdgeFixture edge = edge(settings);
                RawClient client = RawClient.connectTls(edge.port())) {
            long burst = time(client, 0, BURST);
            assertTrue(burst < seconds(5), () -> "the burst took " + Duration.ofNanos(burst));
            assertTrue(time(client, 0, BURST + PACED) > seconds((PACED - AHEAD) / (double) RATE));
        }
    }

    /** The socket takes most of it at once, where the pace of what follows must not hold it. */
    @ParameterizedTest
    @CsvSource({"on, false", "off, false", "on, true", "off, true"})
    void burstOfALongerAnswer_isNotPaced(String fastLane, boolean tls) throws Exception {
        Map<String, String> settings = new HashMap<>(tls ? certificate.settings() : Map.of());
        settings.put("edge.fastLane", fastLane);
        try (EdgeFixture edge = edge(settings);
                Socket socket = tls
                        ? Transport.trusting().getSocketFactory().createSocket("127.0.0.1", edge.port())
                        : new Socket("127.0.0.1", edge.port())) {
            get(new RawClient(socket), 0, 1); // a connection's first request may be the slow lane's
            InputStream in = socket.getInputStream();
            long begun = System.nanoTime();
            socket.getOutputStream().write(request(0, BURST + PACED).getBytes(StandardCharsets.US_ASCII));
            assertEquals(BURST, in.readNBytes(BURST).length);
            long took = System.nanoTime() - begun;
            assertTrue(took < seconds(4), () -> "the burst took " + Duration.ofNanos(took));
            assertEquals(PACED, in.readNBytes(PACED).length);
            assertTrue(System.nanoTime() - begun > seconds((PACED - AHEAD) / (double) RATE));
        }
    }

    @Test
    void multipartBeyondItsBurst_isPaced() throws Exception {
        try (EdgeFixture edge = edge(Map.of());
                RawClient client = RawClient.connect(edge.port())) {
            long begun = System.nanoTime();
            Reply reply = client.get(
                    target(), "Range: bytes=0-%d,%d-%d".formatted(BURST - 1, TRACK.length - PACED, TRACK.length - 1));
            assertEquals(206, reply.status());
            assertTrue(reply.body().length > BURST + PACED);
            assertTrue(System.nanoTime() - begun > seconds((PACED - AHEAD) / (double) RATE));
        }
    }

    @Test
    void listenerWithTwoAnswers_sharesItsCeiling() throws Exception {
        Map<String, String> ceiling = Map.of("edge.pacing.multiple", "100", "edge.pacing.listener", 2 * RATE + "B");
        try (EdgeFixture edge = edge(ceiling);
                RawClient one = RawClient.connect(edge.port());
                RawClient other = RawClient.connect(edge.port())) {
            get(one, 0, 1);
            get(other, 0, 1);
            long begun = System.nanoTime();
            one.send(request(0, TRACK.length));
            other.send(request(0, TRACK.length));
            assertArrayEquals(TRACK, one.read("GET").body());
            assertArrayEquals(TRACK, other.read("GET").body());
            double paced = 2 * (TRACK.length - BURST - 2 * AHEAD);
            assertTrue(System.nanoTime() - begun > seconds(paced / (2 * RATE)));
        }
    }

    @Test
    void openEdge_isNotPaced() throws Exception {
        try (EdgeFixture edge = edge(Map.of("edge.open", "true"));
                RawClient client = RawClient.connect(edge.port())) {
            for (int i = 0; i < 2; i++) {
                long whole = time(client, 0, TRACK.length);
                assertTrue(whole < seconds(3 * PACED / (double) RATE - 1), () -> Duration.ofNanos(whole) + "");
            }
        }
    }

    private static long time(RawClient client, int from, int to) throws IOException {
        long begun = System.nanoTime();
        get(client, from, to);
        return System.nanoTime() - begun;
    }

    private static void get(RawClient client, int from, int to) throws IOException {
        client.send(request(from, to));
        assertArrayEquals(
                Arrays.copyOfRange(TRACK, from, to), client.read("GET").body());
    }

    private static String request(int from, int to) {
        return "GET %s HTTP/1.1\r\nHost: localhost\r\nRange: bytes=%d-%d\r\n\r\n".formatted(target(), from, to - 1);
    }

    private static String target() {
        return EdgeFixture.signed("t1/aac-1600.m4a");
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    private static EdgeFixture edge(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("edge.pacing.multiple", "1"));
        settings.putAll(more);
        return EdgeFixture.start(root, settings);
    }
}
