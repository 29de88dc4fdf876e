package dev.legato.edge;

import static dev.legato.edge.RawHttp2Client.DATA;
import static dev.legato.edge.RawHttp2Client.END_HEADERS;
import static dev.legato.edge.RawHttp2Client.END_STREAM;
import static dev.legato.edge.RawHttp2Client.HEADERS;
import static dev.legato.edge.RawHttp2Client.RST_STREAM;
import static dev.legato.edge.RawHttp2Client.WINDOW_UPDATE;
import static dev.legato.edge.RawHttp2Client.number;
import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.SignedPath;
import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.RawHttp2Client.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A player that another one has displaced: what it is being sent ends within {@link #MAX_CUT}, although its pace would take minutes,
 * and nobody else's does.
 */
final class DisplacedStreamIT {
    private static final Duration MAX_CUT = Duration.ofSeconds(2);

    /** At 96 kbit/s and three times that rate, four minutes after its burst. */
    private static final int LENGTH = 8 << 20;

    private static final String TRACK = "t1/aac-96.m4a";
    private static final String WAVEFORM = "t1/waveform.json";
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int LARGE = 1 << 30;
    private static final int CANCEL = 8;

    @TempDir
    private static Path folder;

    private static Map<String, EdgeFixture> edges;
    private static int listeners;

    /** Links of an account whose plan allows one player. */
    private record Listener(String name) {
        /** One whom no other test knows. */
        static Listener create() {
            return new Listener("listener" + listeners++);
        }

        String target(String player) {
            return target(player, TRACK);
        }

        String target(String player, String key) {
            LinkLimits limits = new LinkLimits(Integer.MAX_VALUE, 1, player);
            SignedPath path =
                    new SignedPath("k1", Clock.systemUTC().instant().plus(Duration.ofMinutes(10)), name, "t1/", limits);
            return "/audio/~" + path.token(Base64.getDecoder().decode(EdgeFixture.SECRET)) + '/' + key;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Path root = folder.resolve("root");
        Files.createDirectories(root.resolve("t1"));
        Files.write(root.resolve(TRACK), new byte[LENGTH]);
        Files.writeString(root.resolve(WAVEFORM), "{}");
        Map<String, String> secured = TestCertificate.create(Files.createDirectories(folder.resolve("keys")))
                .settings();
        edges = Map.of(
                "plain", EdgeFixture.start(root, Map.of()),
                "tls", EdgeFixture.start(root, secured));
    }

    @AfterAll
    static void stop() throws Exception {
        for (EdgeFixture edge : edges.values()) {
            edge.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tls"})
    void get_anotherPlayerStarts_connectionIsResetAndOthersPlayOn(String kind) throws Exception {
        EdgeFixture edge = edge(kind);
        Listener listener = Listener.create();
        try (RawClient displaced = connect(kind);
                RawClient other = connect(kind)) {
            begin(displaced, listener.target("phone"));
            begin(other, Listener.create().target("phone"));
            awaitPaced(kind, 2);
            assertEquals(206, first(kind, listener.target("tablet")).status());
            long begun = System.nanoTime();
            assertThrows(IOException.class, () -> displaced.read("GET"), "its body ends early");
            assertCutInTime(begun);
            eventually(() -> edge.meters.get("legato.edge.connections").gauge().value() == 1);
            other.peekLine();

            Reply refused = first(kind, listener.target("phone"));
            assertEquals(403, refused.status());
            assertTrue(refused.text().contains("urn:legato:problem:too-many-streams"), refused.text());
            assertTrue(refused.text().contains("your plan allows one player at a time"), refused.text());
            int seconds = Integer.parseInt(refused.field("Retry-After").orElseThrow());
            assertTrue(seconds > 0 && seconds <= 20, "waits for " + seconds);
            assertEquals(206, first(kind, listener.target("tablet")).status(), "the newest player plays on");
            assertEquals(206, first(kind, listener.target("phone", WAVEFORM)).status(), "only audio is counted");
        }
        awaitPaced(kind, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tls"})
    void getOverHttp2_anotherPlayerStarts_onlyItsStreamIsReset(String kind) throws Exception {
        Listener listener = Listener.create();
        try (RawHttp2Client client =
                RawHttp2Client.connect(edge(kind).port(), kind.equals("tls")).open(INITIAL_WINDOW_SIZE, LARGE)) {
            client.frame(WINDOW_UPDATE, 0, 0, number(LARGE));
            get(client, 1, listener.target("phone"));
            get(client, 3, Listener.create().target("phone"));
            awaitPaced(kind, 2);
            assertEquals(206, first(kind, listener.target("tablet")).status());
            long begun = System.nanoTime();
            Frame frame = client.read();
            while (frame.type() != RST_STREAM) {
                frame = client.read();
            }
            assertCutInTime(begun);
            assertEquals(1, frame.stream());
            assertEquals(CANCEL, frame.code());
            for (frame = client.read(); frame.type() != DATA; frame = client.read()) {}
            assertEquals(3, frame.stream(), "the other listener's, over the same connection");
        }
        awaitPaced(kind, 0);
    }

    /** Clients that do not read must not keep a stream alive either. */
    @Test
    void get_clientDoesNotRead_isCutAllTheSame() throws Exception {
        Listener listener = Listener.create();
        try (RawClient displaced = connect("plain")) {
            displaced.send("GET " + listener.target("phone") + " HTTP/1.1\r\nHost: a\r\n\r\n");
            awaitPaced("plain", 1);
            assertEquals(206, first("plain", listener.target("tablet")).status());
            long begun = System.nanoTime();
            awaitPaced("plain", 0);
            assertCutInTime(begun);
        }
    }

    private static void assertCutInTime(long begun) {
        Duration cut = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(cut.compareTo(MAX_CUT) <= 0, "cut after " + cut);
    }

    private static void begin(RawClient client, String target) throws IOException {
        client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("HTTP/1.1 200 OK", client.peekLine());
    }

    private static void get(RawHttp2Client client, int stream, String target) throws IOException {
        client.frame(HEADERS, END_STREAM | END_HEADERS, stream, RawHttp2Client.requestOf(target));
    }

    /** Asks for the first bytes over a connection of its own. */
    private static Reply first(String kind, String target) throws Exception {
        try (RawClient client = connect(kind)) {
            return client.get(target, "Range: bytes=0-1");
        }
    }

    private static RawClient connect(String kind) throws Exception {
        int port = edge(kind).port();
        return kind.equals("tls") ? RawClient.connectTls(port) : RawClient.connect(port);
    }

    private static EdgeFixture edge(String kind) {
        return edges.get(kind);
    }

    /** Waits until so many answers are past their burst. */
    private static void awaitPaced(String kind, int answers) throws Exception {
        eventually(() -> edge(kind).meters.get("legato.edge.paced").gauge().value() == answers);
    }
}
