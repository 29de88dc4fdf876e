package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.MalformedRequest.Afterwards;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The table {@code malformed-requests.txt} over HTTP/1.1 with and without the fast lane, and under TLS. */
class MalformedRequestIT {
    private static final String PROBE = "GET /audio/probe.flac HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private static Path folder;

    private static EdgeFixture fast;
    private static EdgeFixture slow;
    private static EdgeFixture tls;

    @BeforeAll
    static void start() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("folder"));
        Files.writeString(root.resolve("f.flac"), "the file that is asked for");
        Files.writeString(root.resolve("probe.flac"), "probed");
        Files.writeString(root.resolve("hidden.flac"), MalformedRequest.NEVER);
        Files.writeString(folder.resolve("secret.flac"), MalformedRequest.NEVER);
        Files.createSymbolicLink(root.resolve("outside.flac"), folder.resolve("secret.flac"));
        Files.createSymbolicLink(root.resolve("outsidefolder"), folder);
        Map<String, String> secured =
                new HashMap<>(TestCertificate.create(folder).settings());
        secured.put("edge.open", "true");
        fast = EdgeFixture.start(root, Map.of("edge.open", "true"));
        slow = EdgeFixture.start(root, Map.of("edge.open", "true", "edge.fastLane", "off"));
        tls = EdgeFixture.start(root, secured);
    }

    @AfterAll
    static void stop() throws Exception {
        fast.close();
        slow.close();
        tls.close();
    }

    @TestFactory
    Stream<DynamicTest> firstRequest() throws IOException {
        return cases(() -> RawClient.connect(fast.port()), false, 1);
    }

    @TestFactory
    Stream<DynamicTest> laterRequest() throws IOException {
        return cases(() -> RawClient.connect(fast.port()), true, 1);
    }

    @TestFactory
    Stream<DynamicTest> laterRequestInPieces() throws IOException {
        return cases(() -> RawClient.connect(fast.port()), true, 3);
    }

    @TestFactory
    Stream<DynamicTest> laterRequestWithoutFastLane() throws IOException {
        return cases(() -> RawClient.connect(slow.port()), true, 1);
    }

    @TestFactory
    Stream<DynamicTest> underTls() throws IOException {
        return cases(() -> RawClient.connectTls(tls.port()), true, 1);
    }

    @TestFactory
    Stream<DynamicTest> underTlsInPieces() throws IOException {
        return cases(() -> RawClient.connectTls(tls.port()), true, 3);
    }

    private interface Connector {
        RawClient connect() throws Exception;
    }

    private static Stream<DynamicTest> cases(Connector connector, boolean later, int pieces) throws IOException {
        return MalformedRequest.all().stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    try (RawClient client = connector.connect()) {
                        if (later) {
                            assertEquals(200, client.get("/audio/f.flac").status());
                        }
                        check(client, one, pieces);
                    }
                    try (RawClient another = connector.connect()) {
                        assertEquals("probed", another.get("/audio/probe.flac").text());
                    }
                }));
    }

    private static void check(RawClient client, MalformedRequest one, int pieces) throws IOException {
        try {
            send(client, one.bytes(), pieces);
        } catch (SocketException _) {
            // Closed amid the pieces; what it answered is there to be read all the same.
        }
        RawClient.Reply reply;
        try {
            reply = client.read(one.bytes().startsWith("HEAD") ? "HEAD" : "GET");
        } catch (EOFException | SocketException e) {
            assertTrue(one.statuses().contains(0) || pieces > 1, () -> "no answer: " + e);
            return;
        }
        assertTrue(one.statuses().contains(reply.status()), () -> reply + reply.text());
        assertFalse(reply.text().contains(MalformedRequest.NEVER), "a file it must not send");
        checkAfterwards(client, one.afterwards(), reply);
    }

    private static void checkAfterwards(RawClient client, Afterwards afterwards, RawClient.Reply reply)
            throws IOException {
        switch (afterwards) {
            case Afterwards.Close _ -> assertClosed(client);
            case Afterwards.Then(int status) -> {
                assertEquals(status, client.read("GET").status());
                assertClosed(client);
            }
            case Afterwards.Keep(int more) -> {
                for (int i = 0; i < more; i++) {
                    assertTrue(client.read("GET").status() < 300);
                }
                assertServes(client);
            }
            case Afterwards.Wait _ -> {
                client.send("\r\n\r\n");
                assertEquals(200, client.read("GET").status());
                assertServes(client);
            }
            case Afterwards.Any _ -> {
                if (reply.field("Connection").orElse("").equals("close")) {
                    assertClosed(client);
                } else {
                    assertServes(client);
                }
            }
        }
    }

    private static void assertServes(RawClient client) throws IOException {
        client.send(PROBE);
        assertEquals("probed", client.read("GET").text());
    }

    private static void assertClosed(RawClient client) {
        try {
            assertEquals(-1, client.readByte());
        } catch (IOException _) {
            // A reset is an end as well.
        }
    }

    private static void send(RawClient client, String bytes, int pieces) throws IOException {
        int length = bytes.length();
        for (int i = 0; i < pieces; i++) {
            client.send(bytes.substring(length * i / pieces, length * (i + 1) / pieces));
        }
    }
}
