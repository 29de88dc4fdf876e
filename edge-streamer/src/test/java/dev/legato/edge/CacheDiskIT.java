package dev.legato.edge;

import static dev.legato.edge.CacheFixture.SLICE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.TestOrigin.Version;
import dev.legato.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache whose disk is taken away, full or another's: its edge serves on as a proxy and says so. */
class CacheDiskIT {
    private static final byte[] TRACK = CacheFixture.bytes(1, 10 * SLICE + 5);
    private static final Version VERSION = new Version(TRACK, "\"1\"", "Cache-Control: max-age=1000");

    @TempDir
    private Path parent;

    @Test
    void folderRemoved_servesOn_andCachesAgainWhenItIsBack() throws Exception {
        Path folder = parent.resolve("cache");
        try (CacheFixture cache = CacheFixture.start(folder, VERSION)) {
            assertArrayEquals(TRACK, cache.get("/known").body());
            Files.move(folder, parent.resolve("away"));
            for (int i = 0; i < 10; i++) {
                try {
                    assertArrayEquals(TRACK, cache.get("/new" + i).body());
                } catch (IOException e) {
                    assertEquals(0, i, "only what was under way breaks off: " + e);
                }
                assertArrayEquals(TRACK, cache.get("/known").body());
            }
            assertEquals(0, usable(cache));
            Files.move(parent.resolve("away"), folder);
            Eventually.eventually(() -> usable(cache) == 1);
            assertArrayEquals(TRACK, cache.get("/later").body());
            int asked = cache.origin().asked.size();
            assertArrayEquals(TRACK, cache.get("/later").body());
            assertEquals(asked, cache.origin().asked.size());
        }
    }

    @Test
    void secondEdgeOnAFolder_doesNotStart_andSaysWhy() throws Exception {
        try (CacheFixture cache = CacheFixture.start(parent, VERSION)) {
            IOException refused = assertThrows(
                    IOException.class,
                    () -> CacheFixture.startEdge(cache.origin().url(), parent).close());
            assertTrue(refused.getMessage().contains("used as a cache by another process"), refused.getMessage());
            assertArrayEquals(TRACK, cache.get("/f").body());
        }
    }

    @Test
    void folderThatIsAFile_doesNotStart_andSaysWhich() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));
        IOException refused = assertThrows(IOException.class, () -> CacheFixture.startEdge("http://127.0.0.1:1", file)
                .close());
        assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
    }

    @Test
    void floodOfATinyCache_staysWithinIt_andIsRight() throws Exception {
        try (CacheFixture cache = CacheFixture.start(parent, VERSION, "edge.cache.bytes", "1MiB")) {
            List<Boolean> right = CacheFixture.atOnce(30, () -> {
                boolean all = true;
                for (int i = 0; i < 10; i++) {
                    String target = "/f" + ThreadLocalRandom.current().nextInt(50);
                    int from = ThreadLocalRandom.current().nextInt(TRACK.length - 100_000);
                    byte[] body = cache.get(target, "Range: bytes=%d-%d".formatted(from, from + 99_999))
                            .body();
                    all &= Arrays.equals(Arrays.copyOfRange(TRACK, from, from + 100_000), body);
                    assertTrue(bytes(cache) <= 1 << 20);
                }
                return all;
            });
            assertTrue(right.stream().allMatch(one -> one));
        }
    }

    private static double usable(CacheFixture cache) {
        return cache.edge().meters.get("legato.edge.cache.usable").gauge().value();
    }

    private static double bytes(CacheFixture cache) {
        return cache.edge().meters.get("legato.edge.cache.bytes").gauge().value();
    }
}
