package dev.legato.edge;

import static dev.legato.edge.CacheFixture.SLICE;
import static dev.legato.edge.TestOrigin.always;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.TestOrigin.Version;
import dev.legato.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come all at once, disconnect at any moment, or ask for what nobody should. */
class CacheClientsIT {
    private static final String FRESH = "Cache-Control: max-age=1000";
    private static final byte[] TRACK = CacheFixture.bytes(1, 10 * SLICE + 5);
    private static final Version VERSION = new Version(TRACK, "\"1\"", FRESH);

    @TempDir
    private Path folder;

    @Test
    void thousandAtOnce_areOneRequestToTheOrigin() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, VERSION)) {
            List<Boolean> right = CacheFixture.atOnce(
                    1000, () -> Arrays.equals(TRACK, cache.get("/f").body()));
            assertTrue(right.stream().allMatch(one -> one));
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void thousandAtOnce_forAnyRanges_fetchEachSliceOnce() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, VERSION)) {
            List<Boolean> right = CacheFixture.atOnce(1000, () -> {
                int from = ThreadLocalRandom.current().nextInt(TRACK.length - 1000);
                Reply part = cache.get("/f", "Range: bytes=%d-%d".formatted(from, from + 999));
                return Arrays.equals(Arrays.copyOfRange(TRACK, from, from + 1000), part.body());
            });
            assertTrue(right.stream().allMatch(one -> one));
            List<Integer> slices = cache.origin().ranges().stream()
                    .map(range -> range.substring(6).split("-"))
                    .flatMap(ends -> IntStream.rangeClosed(
                                    Integer.parseInt(ends[0]) / SLICE,
                                    Math.min(Integer.parseInt(ends[1]), TRACK.length - 1) / SLICE)
                            .boxed())
                    .toList();
            assertEquals(new HashSet<>(slices).size(), slices.size(), slices::toString);
        }
    }

    @Test
    void clientsDisconnectingAnywhere_leaveAllOthersRight_andNothingBehind() throws Exception {
        Random random = new Random(3);
        AtomicInteger version = new AtomicInteger();
        try (CacheFixture cache = CacheFixture.start(folder, VERSION)) {
            for (int round = 0; round < 30; round++) {
                String target = "/f?" + version.getAndIncrement();
                String request = "GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(target);
                int sent = random.nextInt(request.length());
                int read = random.nextInt(TRACK.length);
                try (RawClient partly = cache.connect();
                        RawClient unread = cache.connect();
                        RawClient half = cache.connect()) {
                    partly.send(request.substring(0, sent));
                    unread.send(request);
                    half.send(request);
                    byte[] _ = half.readBytes(read);
                }
                assertArrayEquals(TRACK, cache.get(target).body());
            }
            assertEquals(30, cache.origin().asked.size());
            Eventually.eventually(() ->
                    cache.edge().meters.get("legato.edge.connections").gauge().value() == 0);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tenThousandMissingKeys_leaveNothingOpen() throws Exception {
        try (CacheFixture cache = CacheFixture.start(
                folder, always("404 Not Found", "no"), "edge.cache.objects", "1000", "edge.openFiles", "64")) {
            long before = descriptors();
            List<Integer> wrong = CacheFixture.atOnce(20, () -> {
                int others = 0;
                int first = ThreadLocalRandom.current().nextInt(1 << 30);
                try (RawClient client = cache.connect()) {
                    for (int i = 0; i < 500; i++) {
                        others +=
                                client.get("/missing/%d/%d".formatted(first, i)).status() == 404 ? 0 : 1;
                    }
                }
                return others;
            });
            assertEquals(0, wrong.stream().mapToInt(each -> each).sum());
            // What is asked for again and again ousts what was asked for once.
            Eventually.eventually(() -> {
                int asked = cache.origin().asked.size();
                assertEquals(404, cache.get("/again").status());
                return asked == cache.origin().asked.size();
            });
            double objects =
                    cache.edge().meters.get("legato.edge.cache.objects").gauge().value();
            assertTrue(objects <= 1000, "objects " + objects);
            // Each open file has two descriptors, and connections to the origin stay open.
            Eventually.eventually(() -> descriptors() - before < 2 * 64 + 64);
        }
    }

    @Test
    void oddRequests_areAnswered_andChangeNothing() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, VERSION)) {
            assertArrayEquals(TRACK, cache.get("/f").body());
            String tags = IntStream.range(0, 300).mapToObj("\"t%d\""::formatted).collect(Collectors.joining(", "));
            assertEquals(200, cache.get("/f", "If-None-Match: " + tags).status());
            assertEquals(
                    304, cache.get("/f", "If-None-Match: " + tags + ", \"1\"").status());
            assertEquals(412, cache.get("/f", "If-Match: " + tags).status());
            for (String range : List.of("99999999-", "655365-", "99999999999999999999-", "-0")) {
                assertEquals(416, cache.get("/f", "Range: bytes=" + range).status());
            }
            Reply head = cache.request("HEAD", "/f", "Range: bytes=0-1");
            assertEquals(List.of(Integer.toString(TRACK.length)), head.all("Content-Length"));
            assertEquals(1, cache.origin().asked.size());
            assertEquals(416, cache.get("/cold", "Range: bytes=99999999-").status());
            assertEquals(200, cache.get("/q?" + "a".repeat(3000)).status());
            // Too long for the edge, but not for the buffers of a socket that it closes before it has read everything.
            assertEquals(414, cache.get("/q?" + "a".repeat(60_000)).status());
            assertEquals(431, cache.get("/f", "X: " + "a".repeat(60_000)).status());
            String[] many = Stream.generate(() -> "X: 1").limit(101).toArray(String[]::new);
            assertEquals(431, cache.get("/f", many).status());
            assertArrayEquals(TRACK, cache.get("/f").body());
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
