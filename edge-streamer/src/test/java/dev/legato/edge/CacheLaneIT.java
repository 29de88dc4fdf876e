package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.TestOrigin.Version;
import dev.legato.testing.Eventually;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fast lane before a cache: it answers hits, and stops the moment they are none any more. */
class CacheLaneIT {
    private static final byte[] OLD = CacheFixture.bytes(1, 100_000);
    private static final byte[] NEW = CacheFixture.bytes(2, 100_000);

    @TempDir
    private Path folder;

    @Test
    void hits_areAnsweredInTheFastLane() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, new Version(OLD, "\"1\"", "Cache-Control: max-age=1000"));
                RawClient client = cache.connect()) {
            assertArrayEquals(OLD, client.get("/f").body());
            Eventually.eventually(() -> cache.answers("origin") == 1);
            for (int i = 0; i < 10; i++) {
                assertArrayEquals(OLD, client.get("/f").body());
                assertEquals(206, client.get("/f", "Range: bytes=70000-70009").status());
            }
            Eventually.eventually(() -> cache.answers("open") >= 18);
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void chunkedBodies_areAnsweredInTheFastLane_onceTheyAreThere() throws Exception {
        TestOrigin.Script chunked = (_, to) ->
                to.send(TestOrigin.head("200 OK", -1, "Transfer-Encoding: chunked", "Cache-Control: max-age=1000")
                        + "3\r\nabc\r\n0\r\n\r\n");
        try (CacheFixture cache = CacheFixture.start(folder, chunked);
                RawClient client = cache.connect()) {
            for (int i = 0; i < 5; i++) {
                assertEquals("abc", client.get("/f").text());
            }
            Eventually.eventually(() -> cache.answers("open") > 0);
        }
    }

    @Test
    void expiry_isNoticedAtOnce_alsoWhilePipelining() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, new Version(OLD, "\"1\"", "Cache-Control: max-age=3"));
                RawClient client = cache.connect()) {
            assertArrayEquals(OLD, client.get("/before").body());
            assertArrayEquals(OLD, client.get("/f").body());
            long stored = System.nanoTime();
            cache.origin().use(new Version(NEW, "\"2\"", "Cache-Control: max-age=1000"));
            int before = 0;
            boolean replaced = false;
            while (!replaced) {
                client.send("GET /f HTTP/1.1\r\nHost: a\r\n\r\n".repeat(4));
                for (int i = 0; i < 4; i++) {
                    long asked = System.nanoTime();
                    byte[] body = client.read("GET").body();
                    boolean isNew = Arrays.equals(NEW, body);
                    assertTrue(isNew || Arrays.equals(OLD, body));
                    assertTrue(isNew || !replaced, "the old version came after the new one");
                    assertTrue(isNew || asked - stored < 5_000_000_000L, "the old version is served on");
                    before += isNew ? 0 : 1;
                    replaced = isNew;
                }
            }
            assertTrue(before > 0, "it was fresh for a while");
        }
    }
}
