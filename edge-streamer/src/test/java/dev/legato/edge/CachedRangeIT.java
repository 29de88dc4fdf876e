package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link RangeAndConditionIT} asks of an edge over files, asked of caching edges before it: of what they have, of what
 * they have never seen, and of what they have in part.
 */
class CachedRangeIT {
    private static final int ROUNDS = 150;
    private static final int LENGTH = 20 * CacheFixture.SLICE + 333;

    @TempDir
    private static Path folder;

    private static EdgeFixture files;
    private static EdgeFixture plain;
    private static EdgeFixture slow;
    private static EdgeFixture tls;

    @BeforeAll
    static void start() throws Exception {
        Path root = RangeTable.createFiles(folder);
        Files.write(root.resolve("long.flac"), CacheFixture.bytes(77, LENGTH));
        files = EdgeFixture.start(root, Map.of("edge.open", "true"));
        Map<String, String> secured =
                new HashMap<>(TestCertificate.create(folder).settings());
        plain = EdgeFixture.startCache(origin(), folder.resolve("plain"), Map.of());
        slow = EdgeFixture.startCache(origin(), folder.resolve("slow"), Map.of("edge.fastLane", "off"));
        tls = EdgeFixture.startCache(origin(), folder.resolve("tls"), secured);
    }

    @AfterAll
    static void stop() throws Exception {
        plain.close();
        slow.close();
        tls.close();
        files.close();
    }

    private static String origin() {
        return "http://127.0.0.1:%d/audio".formatted(files.port());
    }

    @TestFactory
    Stream<DynamicTest> warm() throws Exception {
        return RangeTable.cases(Transport.http1(plain.port(), false), true);
    }

    @TestFactory
    Stream<DynamicTest> warmWithoutFastLane() throws Exception {
        return RangeTable.cases(Transport.http1(slow.port(), false), true);
    }

    @TestFactory
    Stream<DynamicTest> warmUnderTls() throws Exception {
        return RangeTable.cases(Transport.http1(tls.port(), true), true);
    }

    @TestFactory
    Stream<DynamicTest> warmByHttp2() throws Exception {
        return RangeTable.cases(Transport.http2(tls.port(), true), false);
    }

    @TestFactory
    Stream<DynamicTest> cold() throws Exception {
        return cold(Transport.http1(plain.port(), false), true);
    }

    @TestFactory
    Stream<DynamicTest> coldByHttp2() throws Exception {
        return cold(Transport.http2(tls.port(), true), false);
    }

    /** A query makes another key of the same object. */
    private static Stream<DynamicTest> cold(Transport transport, boolean http1) throws Exception {
        AtomicInteger next = new AtomicInteger();
        return RangeTable.cases(transport, http1, target -> "%s?%b%d".formatted(target, http1, next.getAndIncrement()));
    }

    @Test
    void halfWarm_answersAsTheFileDoes() throws Exception {
        compare(Transport.http1(plain.port(), false), 1);
    }

    @Test
    void halfWarm_underTls_answersAsTheFileDoes() throws Exception {
        compare(Transport.http1(tls.port(), true), 2);
    }

    @Test
    void halfWarm_byHttp2_answersAsTheFileDoes() throws Exception {
        compare(Transport.http2(tls.port(), true), 3);
    }

    /** Asks both for anything, so that more and more slices are there; a new key begins anew. */
    private static void compare(Transport cache, int seed) throws Exception {
        Random random = new Random(seed);
        try (cache;
                Transport file = Transport.http1(files.port(), false)) {
            String tag = file.send("HEAD", "/audio/long.flac", List.of())
                    .field("ETag")
                    .orElseThrow();
            for (int i = 0; i < ROUNDS; i++) {
                List<String> lines = lines(random, tag);
                String method = random.nextInt(8) == 0 ? "HEAD" : "GET";
                Reply expected = file.send(method, "/audio/long.flac", lines);
                Reply actual = cache.send(method, "/audio/long.flac?half%d-%d".formatted(seed, i / 15), lines);
                String what = "%d: %s %s".formatted(i, method, lines);
                assertEquals(expected.status(), actual.status(), what);
                assertEquals(expected.field("Content-Range"), actual.field("Content-Range"), what);
                assertEquals(expected.field("ETag"), actual.field("ETag"), what);
                if (expected.status() == 206 || expected.status() == 200) {
                    assertArrayEquals(content(expected), content(actual), what);
                    assertEquals(1, actual.all("Content-Length").size(), what);
                }
            }
        }
    }

    private static List<String> lines(Random random, String tag) {
        List<String> lines = new ArrayList<>();
        int count = random.nextInt(4);
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(LENGTH + 1000);
            ranges.add(
                    switch (random.nextInt(4)) {
                        case 0 -> from + "-";
                        case 1 -> "-" + random.nextInt(3 * CacheFixture.SLICE);
                        default -> from + "-" + (from + random.nextInt(200_000));
                    });
        }
        if (count > 0) {
            lines.add("Range: bytes=" + String.join(",", ranges));
        }
        switch (random.nextInt(6)) {
            case 0 -> lines.add("If-Range: " + tag);
            case 1 -> lines.add("If-Range: \"other\"");
            case 2 -> lines.add("If-None-Match: \"a\", " + (random.nextBoolean() ? tag : "\"b\""));
            case 3 -> lines.add("If-Match: " + (random.nextBoolean() ? tag : "\"b\""));
            default -> {}
        }
        return lines;
    }

    /** The body, with the boundary of a multipart replaced, which each edge makes for itself. */
    private static byte[] content(Reply reply) {
        String type = reply.field("Content-Type").orElse("");
        int at = type.indexOf("boundary=");
        if (at < 0) {
            return reply.body();
        }
        String text = new String(reply.body(), StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(type.substring(at + 9)));
        return text.replace(type.substring(at + 9), "boundary").getBytes(StandardCharsets.ISO_8859_1);
    }
}
