package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawHttp2Client.Frame;
import dev.legato.testing.FullRun;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 by the letter: the cases of {@link Http2Case} in plain text and under TLS. */
class EdgeHttp2IT {
    static final int STREAMS = 20;
    static final int RESETS = 50;

    private static final int ROUNDS = FullRun.repetitions("legato.http2.rounds", 200, 1_000);

    private static final int LATER_STREAM = 4001;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final byte[] MARK = {7, 7, 7, 7, 7, 7, 7, 7};

    @TempDir
    private static Path folder;

    private static EdgeFixture plain;
    private static EdgeFixture tls;

    @BeforeAll
    static void start() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.writeString(root.resolve("f.flac"), "the file that is asked for");
        Map<String, String> settings = Map.of(
                "edge.open",
                "true",
                "edge.http2.streams",
                Integer.toString(STREAMS),
                "edge.http2.resets",
                Integer.toString(RESETS),
                "edge.requestsPerConnection",
                "1000000");
        Map<String, String> secured =
                new HashMap<>(TestCertificate.create(folder).settings());
        secured.putAll(settings);
        plain = EdgeFixture.start(root, settings);
        tls = EdgeFixture.start(root, secured);
    }

    @AfterAll
    static void stop() throws Exception {
        plain.close();
        tls.close();
    }

    @TestFactory
    Stream<DynamicTest> inPlainText() {
        return cases(plain, false);
    }

    @TestFactory
    Stream<DynamicTest> underTls() {
        return cases(tls, true);
    }

    @Test
    void settings_areThoseConfigured() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(plain.port(), false)) {
            client.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.frame(RawHttp2Client.SETTINGS, 0, 0);
            Frame settings = client.read();
            assertEquals(RawHttp2Client.SETTINGS, settings.type());
            String text = HexFormat.of().formatHex(settings.payload());
            assertTrue(text.contains("0003" + "%08x".formatted(STREAMS)), text);
            assertTrue(text.contains("0006" + "%08x".formatted(8192)), text);
        }
    }

    @Test
    void fields_largerThanAllowed_areRefused() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(plain.port(), false)) {
            client.open();
            client.get(1, "x=" + "y".repeat(9_000));
            Frame answer = client.read();
            // Netty answers 431 itself, and the connection goes on.
            assertTrue(
                    answer.type() == RawHttp2Client.HEADERS || answer.type() == RawHttp2Client.GOAWAY,
                    answer::toString);
        }
        assertServes(plain, false);
    }

    /** An answer was once believed lost: every one of many, asked for at once and in two ways of flow control, must come. */
    @Test
    void manyRequests_inOneConnection_areAllAnswered() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(plain.port(), false)) {
            client.open();
            int next = 1;
            for (int round = 0; round < ROUNDS; round++) {
                Set<Integer> waiting = new HashSet<>();
                for (int i = 0; i < STREAMS; i++, next += 2) {
                    waiting.add(next);
                    client.get(next, i % 3 == 0 ? "range=bytes=2-5" : "if-none-match=\"x\"");
                }
                while (!waiting.isEmpty()) {
                    Frame frame = client.read();
                    assertTrue(frame.type() != RawHttp2Client.RST_STREAM && frame.type() != RawHttp2Client.GOAWAY);
                    if (frame.type() <= RawHttp2Client.HEADERS && (frame.flags() & RawHttp2Client.END_STREAM) != 0) {
                        assertTrue(waiting.remove(frame.stream()));
                    }
                    if (frame.type() == RawHttp2Client.DATA && frame.payload().length > 0) {
                        client.frame(RawHttp2Client.WINDOW_UPDATE, 0, 0, RawHttp2Client.number(frame.payload().length));
                    }
                }
            }
        }
    }

    private static Stream<DynamicTest> cases(EdgeFixture edge, boolean secured) {
        return Http2Case.all().stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    try (RawHttp2Client client = RawHttp2Client.connect(edge.port(), secured)) {
                        client.open(INITIAL_WINDOW_SIZE, 0);
                        int code = run(client, one);
                        assertTrue(one.codes().contains(code), () -> "ended with " + code);
                    }
                    assertServes(edge, secured);
                }));
    }

    /** The code of the error met, or {@link Http2Case#FINE} if a PING sent afterwards, where that is allowed, is answered. */
    private static int run(RawHttp2Client client, Http2Case one) throws IOException {
        try {
            one.sending().to(client);
            // Not after an error: were the connection closed by then, an SSLSocket would throw away what came before.
            if (one.codes().contains(Http2Case.FINE)) {
                client.frame(RawHttp2Client.PING, 0, 0, MARK);
            }
        } catch (IOException _) {
            // Closed while we were sending; why, stands in what came before.
        }
        while (true) {
            Frame frame;
            try {
                frame = client.read();
            } catch (EOFException | SocketException _) {
                return Http2Case.GONE;
            }
            if (frame.type() == RawHttp2Client.GOAWAY) {
                return frame.code();
            }
            if (frame.type() == RawHttp2Client.RST_STREAM && one.stream()) {
                return frame.code();
            }
            if (frame.type() == RawHttp2Client.PING && Arrays.equals(MARK, frame.payload())) {
                return Http2Case.FINE;
            }
        }
    }

    private static void assertServes(EdgeFixture edge, boolean secured) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(edge.port(), secured)) {
            client.open();
            client.get(LATER_STREAM);
            Frame frame = client.read();
            while (frame.type() != RawHttp2Client.DATA) {
                frame = client.read();
            }
            assertEquals(LATER_STREAM, frame.stream());
        }
    }
}
