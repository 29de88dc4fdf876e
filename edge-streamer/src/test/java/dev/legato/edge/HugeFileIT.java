package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.edge.RawClient.Reply;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of 8 TiB, of which nearly all is a hole: positions and lengths are numbers of 64 bits everywhere. */
class HugeFileIT {
    private static final long SIZE = 8L << 40;
    private static final byte[] MARK = new byte[300_000];

    /** Where the mark lies, across each of these: a number of 31 bits, of 32, one within, and right before the end. */
    private static final long[] AT = {(1L << 31) - 1000, (1L << 32) - 1000, 5_000_000_000_000L, SIZE - MARK.length};

    @TempDir
    private static Path folder;

    private static Map<String, EdgeFixture> edges;

    @BeforeAll
    static void start() throws Exception {
        new Random(13).nextBytes(MARK);
        Path root = Files.createDirectory(folder.resolve("root"));
        try (RandomAccessFile file =
                new RandomAccessFile(root.resolve("huge.flac").toFile(), "rw")) {
            file.setLength(SIZE);
            for (long at : AT) {
                file.seek(at);
                file.write(MARK);
            }
        }
        edges = EdgeFixture.everyWay(root, folder);
    }

    @AfterAll
    static void stop() throws Exception {
        for (EdgeFixture edge : edges.values()) {
            edge.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "slow", "nio", "tls", "slow tls"})
    void http1_rangesOfAHugeFile_areExact(String way) throws Exception {
        check(Transport.http1(edges.get(way).port(), way.endsWith("tls")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "tls"})
    void http2_rangesOfAHugeFile_areExact(String way) throws Exception {
        check(Transport.http2(edges.get(way).port(), way.endsWith("tls")));
    }

    private static void check(Transport client) throws Exception {
        try (client) {
            Reply head = client.send("HEAD", "/audio/huge.flac", List.of());
            assertEquals(Optional.of(Long.toString(SIZE)), head.field("Content-Length"));
            for (int times = 0; times < 2; times++) { // a connection's first request may be the slow lane's
                for (long at : AT) {
                    long last = at + MARK.length - 1;
                    Reply reply =
                            client.send("GET", "/audio/huge.flac", List.of("Range: bytes=%d-%d".formatted(at, last)));
                    assertEquals(Optional.of("bytes %d-%d/%d".formatted(at, last, SIZE)), reply.field("Content-Range"));
                    assertArrayEquals(MARK, reply.body());
                }
            }
            Reply end = client.send("GET", "/audio/huge.flac", List.of("Range: bytes=-" + MARK.length));
            assertArrayEquals(MARK, end.body());
            Reply beyond = client.send("GET", "/audio/huge.flac", List.of("Range: bytes=%d-".formatted(SIZE)));
            assertEquals(416, beyond.status());
            assertEquals(Optional.of("bytes */" + SIZE), beyond.field("Content-Range"));
        }
    }
}
