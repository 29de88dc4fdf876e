package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A CDN fills its cache with a large file that no edge has hashed yet, slice by slice. nginx cuts an answer when a slice's
 * entity tag is not that of the slices before it.
 */
class CdnFillIT {
    private static final Map<String, String> OPEN = Map.of("edge.open", "true", "edge.tagWait", "20s");
    private static final Map<String, String> IMPATIENT = Map.of("edge.open", "true", "edge.tagWait", "0ms");
    private static final byte[] TRACK = new byte[64 << 20];

    @TempDir
    private Path folder;

    private Path root;
    private Path nginxFolder;

    @BeforeAll
    static void fill() {
        new Random(63).nextBytes(TRACK);
    }

    @BeforeEach
    void create() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        nginxFolder = Files.createDirectory(folder.resolve("nginx"));
        Files.write(root.resolve("t.flac"), TRACK);
    }

    @Test
    void fill_ofANewFile_isExactAndKept() throws Exception {
        try (EdgeFixture edge = EdgeFixture.start(root, OPEN);
                NginxCache nginx = NginxCache.start(nginxFolder, edge)) {
            assertExact(nginx, "MISS");
            assertExact(nginx, "HIT");
            assertEquals("", nginx.errors());
        }
    }

    @Test
    void fill_hashedInTheMiddle_isExact() throws Exception {
        try (EdgeFixture edge = EdgeFixture.start(root, IMPATIENT);
                NginxCache nginx = NginxCache.start(nginxFolder, edge)) {
            Socket small = new Socket();
            small.setReceiveBufferSize(64 << 10); // so that most of it is fetched when somebody reads
            try (RawClient client = nginx.connect(small)) {
                client.send("GET /audio/t.flac HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertEquals("HTTP/1.1 200 OK", client.peekLine());
                awaitTag(edge);
                assertArrayEquals(TRACK, client.read("GET").body());
            }
            // Slices without a tag have not been kept, those with one may have been.
            assertExact(nginx, null);
            assertExact(nginx, "HIT");
            assertEquals("", nginx.errors());
        }
    }

    @Test
    void fill_fromTwoColdEdges_isExact() throws Exception {
        try (EdgeFixture one = EdgeFixture.start(root, OPEN);
                EdgeFixture two = EdgeFixture.start(root, OPEN);
                NginxCache nginx = NginxCache.start(nginxFolder, one, two)) {
            assertExact(nginx, "MISS");
            assertExact(nginx, "HIT");
            assertEquals("", nginx.errors());
        }
    }

    @Test
    void fill_fromTwoColdEdgesOverCopies_isExact() throws Exception {
        Path copies = Files.createDirectory(folder.resolve("copies"));
        Files.write(copies.resolve("t.flac"), TRACK);
        try (EdgeFixture one = EdgeFixture.start(root, OPEN);
                EdgeFixture two = EdgeFixture.start(copies, OPEN);
                NginxCache nginx = NginxCache.start(nginxFolder, one, two)) {
            assertExact(nginx, "MISS");
            assertExact(nginx, "HIT");
            assertEquals("", nginx.errors());
        }
    }

    /** @param cached how nginx must have come to the first slice; null if any way will do */
    private static void assertExact(NginxCache nginx, @Nullable String cached) throws IOException {
        try (RawClient client = nginx.connect(new Socket())) {
            Reply whole = client.get("/audio/t.flac");
            assertArrayEquals(TRACK, whole.body());
            if (cached != null) {
                assertEquals(Optional.of(cached), whole.field("X-Cache"));
            }
            int first = TRACK.length / 2 + 1;
            Reply end = client.get("/audio/t.flac", "Range: bytes=" + first + "-");
            assertEquals(206, end.status());
            assertArrayEquals(Arrays.copyOfRange(TRACK, first, TRACK.length), end.body());
        }
    }

    private static void awaitTag(EdgeFixture edge) throws IOException {
        try (RawClient client = RawClient.connect(edge.port())) {
            for (int i = 0; i < 1000; i++) {
                if (client.request("HEAD", "/audio/t.flac").field("ETag").isPresent()) {
                    return;
                }
                RawClient.awaitAMoment();
            }
        }
        throw new IOException("still not hashed");
    }
}
