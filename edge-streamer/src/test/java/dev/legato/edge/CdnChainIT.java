package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.TestOrigin.Version;
import dev.legato.testing.Eventually;
import io.micrometer.core.instrument.Counter;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other caches before a caching edge: they receive exact bytes, validate what they have, and notice a new version. */
class CdnChainIT {
    private static final byte[] OLD = CacheFixture.bytes(1, (5 << 20) + 77);
    private static final byte[] NEW = CacheFixture.bytes(2, (5 << 20) + 77);
    private static final String SHORT = "Cache-Control: public, max-age=2";

    @TempDir
    private Path folder;

    /** Opens a connection to the outer cache. */
    @FunctionalInterface
    private interface Front {
        RawClient connect() throws IOException;
    }

    @Test
    void nginxWithSlices_isExact_validates_andFollows() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder.resolve("cache"), new Version(OLD, "\"1\"", SHORT));
                NginxCache nginx = NginxCache.start(Files.createDirectory(folder.resolve("nginx")), cache.edge())) {
            assertChain(cache, () -> nginx.connect(new Socket()));
        }
    }

    @Test
    void varnish_isExact_validates_andFollows() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder.resolve("cache"), new Version(OLD, "\"1\"", SHORT));
                VarnishCache varnish =
                        VarnishCache.start(Files.createDirectory(folder.resolve("front")), cache.edge())) {
            assertChain(cache, () -> RawClient.connect(varnish.port()));
        }
    }

    private static void assertChain(CacheFixture cache, Front front) throws Exception {
        try (RawClient client = front.connect()) {
            assertArrayEquals(OLD, client.get("/f").body());
            int from = OLD.length / 2 + 1;
            Reply part = client.get("/f", "Range: bytes=" + from + "-");
            assertEquals(206, part.status());
            assertArrayEquals(Arrays.copyOfRange(OLD, from, OLD.length), part.body());
        }
        Eventually.eventually(() -> {
            assertArrayEquals(OLD, get(front));
            return notModified(cache) > 0;
        });
        assertTrue(cache.origin().asked.stream()
                .anyMatch(one -> one.field("if-none-match").isPresent()));
        cache.origin().use(new Version(NEW, "\"2\"", SHORT));
        Eventually.eventually(() -> {
            try {
                byte[] body = get(front);
                assertTrue(Arrays.equals(OLD, body) || Arrays.equals(NEW, body), "a mixed body");
                return Arrays.equals(NEW, body);
            } catch (EOFException _) {
                return false; // nginx has slices of two versions, and cuts its answer
            }
        });
    }

    private static byte[] get(Front front) throws IOException {
        try (RawClient client = front.connect()) {
            return client.get("/f").body();
        }
    }

    private static double notModified(CacheFixture cache) {
        return cache.edge().meters.find("legato.edge.requests").tag("status", "304").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
