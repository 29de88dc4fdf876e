package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.os.Linux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that does not answer: the file's pages are really gone from the page cache, and the threads that may wait for disks
 * hang. Other requests on the same event loop are answered all the same.
 */
@EnabledOnOs(OS.LINUX)
class SlowDiskIT {
    /** More than is believed to be in the page cache for a second once it was found there. */
    private static final byte[] COLD = new byte[20 << 20];

    private static final byte[] WARM = new byte[300_000];
    private static final int WORKERS = 2;
    private static final int OTHER_REQUESTS = 200;

    @TempDir
    private static Path folder;

    private static Path root;

    @BeforeAll
    static void createFiles() throws Exception {
        root = Files.createDirectories(folder.resolve("root"));
        new Random(10).nextBytes(COLD);
        new Random(11).nextBytes(WARM);
        Files.write(root.resolve("cold.flac"), COLD);
        Files.write(root.resolve("warm.flac"), WARM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "slow", "tls", "slow tls"})
    void diskHangs_othersOnTheLoop_areAnswered(String way) throws Exception {
        boolean tls = way.endsWith("tls");
        Map<String, String> settings = new HashMap<>(Map.of(
                "edge.open",
                "true",
                "edge.trust",
                "1h",
                "edge.hashAtOnce", // a tag found later would have the file opened anew
                "32MiB",
                "edge.fastLane",
                way.startsWith("slow") ? "off" : "on"));
        if (tls) {
            Path keys = Files.createTempDirectory(folder, "keys");
            settings.putAll(TestCertificate.create(keys).settings());
        }
        CountDownLatch diskAnswers = new CountDownLatch(1);
        FileWorkers workers = new FileWorkers(WORKERS);
        try (EdgeFixture edge = EdgeFixture.start(root, settings, workers);
                RawClient waiting = connect(edge, tls);
                RawClient other = connect(edge, tls)) {
            assertArrayEquals(COLD, waiting.get("/audio/cold.flac").body());
            assertArrayEquals(WARM, other.get("/audio/warm.flac").body());
            evict(root.resolve("cold.flac"));
            for (int i = 0; i < WORKERS; i++) {
                workers.execute(() -> awaitQuietly(diskAnswers));
            }
            waiting.send("GET /audio/cold.flac HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", tls ? "HTTP/1.1 200 OK" : waiting.peekLine());
            for (int i = 0; i < OTHER_REQUESTS; i++) {
                assertArrayEquals(WARM, other.get("/audio/warm.flac").body());
            }
            assertEquals(
                    WORKERS,
                    edge.meters.get("legato.edge.workers.active").gauge().value());
            diskAnswers.countDown();
            assertArrayEquals(COLD, waiting.read("GET").body());
        } finally {
            diskAnswers.countDown();
        }
    }

    private static RawClient connect(EdgeFixture edge, boolean tls) throws Exception {
        return tls ? RawClient.connectTls(edge.port()) : RawClient.connect(edge.port());
    }

    /** Has the kernel drop the file's pages; not every file system does. */
    private static void evict(Path file) throws Exception {
        int _ = new ProcessBuilder("sync", file.toString()).start().waitFor(); // what is not written stays
        Process dd = new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none").start();
        assumeFalse(dd.waitFor() != 0);
        Linux linux = Linux.calls().orElseThrow();
        int descriptor = linux.open(file.toString());
        try {
            assumeFalse(linux.isResident(descriptor, 0, COLD.length), "the file system keeps its pages");
        } finally {
            linux.close(descriptor);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
