package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.edge.RawClient.Reply;
import dev.legato.testing.FullRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast lane beside the slow one on the same connection, and both against each other. */
class LaneIT {
    private static final int FILES = 6;
    private static final int RANDOM_REQUESTS = FullRun.repetitions("legato.lane.requests", 15_000, 100_000);
    private static final int RANDOM_REQUESTS_UNDER_TLS = FullRun.repetitions("legato.lane.requests", 6_000, 20_000);
    private static final int PIPELINED_ROUNDS = FullRun.repetitions("legato.lane.rounds", 50, 200);
    private static final int PIPELINED = 8;
    private static final int BATCH = 50;
    private static final int BATCHES_A_CONNECTION = 30;

    @TempDir
    private static Path root;

    private static final byte[][] BYTES = new byte[FILES][];
    private static EdgeFixture fast;
    private static EdgeFixture fastUnderTls;
    private static EdgeFixture slow;

    @BeforeAll
    static void start() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < FILES; i++) {
            BYTES[i] = new byte[i == 0 ? 0 : 7 * i * i * i * i * i + i];
            random.nextBytes(BYTES[i]);
            Files.write(root.resolve("f" + i + ".flac"), BYTES[i]);
        }
        Map<String, String> long_ = Map.of("edge.open", "true", "edge.trust", "1h");
        fast = EdgeFixture.start(root, long_);
        Map<String, String> secured = new HashMap<>(TestCertificate.create(Files.createDirectory(root.resolve(".keys")))
                .settings());
        secured.putAll(long_);
        fastUnderTls = EdgeFixture.start(root, secured);
        slow = EdgeFixture.start(root, Map.of("edge.open", "true", "edge.trust", "1h", "edge.fastLane", "off"));
    }

    @AfterAll
    static void stop() throws Exception {
        fast.close();
        fastUnderTls.close();
        slow.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pipelined_bothLanes_answersInOrder(boolean tls) throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < PIPELINED_ROUNDS; round++) {
            try (RawClient client = connectFast(tls)) {
                StringBuilder requests = new StringBuilder();
                List<int[]> expected = new ArrayList<>();
                for (int i = 0; i < PIPELINED; i++) {
                    int file = 1 + random.nextInt(FILES - 1);
                    int first = random.nextInt(BYTES[file].length);
                    // A body, a TE or a request the lane does not take: the slow lane's, amid the others.
                    String odd = List.of("", "", "", "TE: trailers\r\n", "Content-Length: 0\r\n", "X-Any: thing\r\n")
                            .get(random.nextInt(6));
                    requests.append("GET /audio/f%d.flac HTTP/1.1\r\nHost: a\r\nRange: bytes=%d-\r\n%s\r\n"
                            .formatted(file, first, odd));
                    expected.add(new int[] {file, first});
                }
                sendInPieces(client, requests.toString(), random);
                for (int[] one : expected) {
                    Reply reply = client.read("GET");
                    assertEquals(206, reply.status());
                    byte[] whole = BYTES[one[0]];
                    assertArrayEquals(Arrays.copyOfRange(whole, one[1], whole.length), reply.body());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomRequests_bothLanes_areAnsweredAlike(boolean tls) throws Exception {
        Random random = new Random(5);
        String tag;
        try (RawClient client = RawClient.connect(fast.port())) {
            tag = client.get("/audio/f1.flac").field("ETag").orElseThrow();
        }
        for (int done = 0; done < (tls ? RANDOM_REQUESTS_UNDER_TLS : RANDOM_REQUESTS); ) {
            try (RawClient one = connectFast(tls);
                    RawClient other = RawClient.connect(slow.port())) {
                // Without TLS a connection's first request is the slow lane's in any case.
                assertAlike(one.get("/audio/f1.flac"), other.get("/audio/f1.flac"), "first");
                for (int batch = 0; batch < BATCHES_A_CONNECTION; batch++, done += BATCH) {
                    compare(one, other, batch(random, tag, batch % 3 == 2));
                }
            }
        }
    }

    private static RawClient connectFast(boolean tls) throws Exception {
        return tls ? RawClient.connectTls(fastUnderTls.port()) : RawClient.connect(fast.port());
    }

    private static void compare(RawClient one, RawClient other, List<String> requests) throws IOException {
        one.send(String.join("", requests));
        other.send(String.join("", requests));
        for (String request : requests) {
            String method = request.substring(0, request.indexOf(' '));
            assertAlike(one.read(method), other.read(method), request);
        }
    }

    /** @param odd true to have requests in it that the fast lane passes on, and with them the connection */
    private static List<String> batch(Random random, String tag, boolean odd) {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            String method = odd && random.nextInt(50) == 0 ? "HEAD" : "GET";
            List<String> lines = new ArrayList<>(List.of("Host: localhost"));
            lines.addAll(lines(random, tag, odd));
            requests.add(
                    method + ' ' + target(random, odd) + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
        }
        return requests;
    }

    private static void assertAlike(Reply fastReply, Reply slowReply, String request) {
        assertEquals(slowReply.statusLine(), fastReply.statusLine(), request);
        if (fastReply.status() < 400) {
            assertEquals(fields(slowReply), fields(fastReply), request);
            if (!fields(fastReply).toString().contains("multipart")) {
                assertArrayEquals(slowReply.body(), fastReply.body(), request);
            }
        }
    }

    /** All but what may differ between two moments and two servers. */
    private static List<String> fields(Reply reply) {
        return reply.fields().stream()
                .filter(field -> !field.startsWith("date: "))
                .map(field -> field.replaceFirst("boundary=.*", "boundary"))
                .sorted()
                .toList();
    }

    private static String target(Random random, boolean odd) {
        String name = "/audio/f" + random.nextInt(FILES) + ".flac";
        return switch (random.nextInt(12)) {
            case 0 -> name + "?q=" + random.nextInt();
            case 1 -> name.replace("f", "%66");
            case 2 -> odd ? "/audio/none" + random.nextInt(3) : name;
            default -> name;
        };
    }

    private static List<String> lines(Random random, String tag, boolean odd) {
        List<String> lines = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            lines.add((random.nextBoolean() ? "Range: " : "range:") + range(random, odd));
        }
        String aTag = List.of(tag, "\"x\"", "W/" + tag, "*", "x", "").get(random.nextInt(6));
        String aDate = List.of("Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "x")
                .get(random.nextInt(3));
        switch (random.nextInt(12)) {
            case 0 -> lines.add("If-None-Match: " + aTag);
            case 1 -> lines.add(odd ? "If-Match: " + aTag : "If-Match: *");
            case 2 -> lines.add("If-Range: " + aTag);
            case 3 -> lines.add("If-Range: " + aDate);
            case 4 -> lines.add("If-Modified-Since: " + aDate);
            case 5 -> lines.add("If-Unmodified-Since: " + (odd ? aDate : "x"));
            case 6 -> lines.add("User-Agent:\tsome thing/1.0 (x; y) ");
            case 7 -> lines.add("Connection: Keep-Alive");
            case 8 -> {
                if (odd) {
                    lines.add("Range: bytes=1-2");
                }
            }
            default -> {}
        }
        return lines;
    }

    private static String range(Random random, boolean odd) {
        int first = random.nextInt(odd ? 20_000 : 7); // of the smallest file that is not empty
        return switch (random.nextInt(8)) {
            case 0 -> "bytes=" + first + "-";
            case 1 -> "bytes=-" + first;
            case 2 -> odd ? "bytes=0-0,-1" : "bytes=0-0";
            case 3 -> "bytes=" + first + "-" + random.nextInt(20_000);
            case 4 -> "items=0-1";
            default -> "bytes=" + first + "-" + (first + random.nextInt(5_000));
        };
    }

    private static void sendInPieces(RawClient client, String text, Random random) throws IOException {
        int cut = random.nextInt(text.length());
        client.send(text.substring(0, cut));
        client.send(text.substring(cut));
    }
}
