package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.TestOrigin.Version;
import dev.legato.testing.Eventually;
import dev.legato.testing.FullRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A caching edge is killed while it fills and evicts, and started again on the same folder. Every byte it delivers before
 * and afterwards is the origin's, and what lies in its folder is what its own account says. {@code ./legato soak cache-kills}
 * kills it more often.
 */
@EnabledOnOs(OS.LINUX)
class KilledCacheIT {
    private static final int KILLS = FullRun.repetitions("legato.kills", 3, 10);
    private static final int TRACKS = 24;
    private static final int CLIENTS = 6;
    private static final long CACHE_BYTES = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    void killedWhileFilling_deliversTheOriginsBytes_andLeaksNothing() throws Exception {
        Random random = new Random(14);
        Path cache = folder.resolve("cache");
        AtomicInteger answers = new AtomicInteger();
        try (TestOrigin origin = new TestOrigin(KilledCacheIT::answer)) {
            for (int kill = 0; kill < KILLS; kill++) {
                int port = freePort();
                try (EdgeProcess edge = start(origin, cache, port)) {
                    load(
                            port,
                            () -> {
                                int until = answers.get() + 20 + random.nextInt(200);
                                Eventually.eventually(() -> answers.get() >= until);
                                edge.process().destroyForcibly().waitFor();
                            },
                            answers);
                }
            }
            int port = freePort();
            try (EdgeProcess edge = start(origin, cache, port)) {
                long before = descriptors(edge);
                for (int track = 0; track < TRACKS; track++) {
                    try (RawClient client = RawClient.connect(port)) {
                        assertArrayEquals(bytes(track), client.get("/t" + track).body());
                    }
                }
                assertTrue(descriptors(edge) - before < 2 * TRACKS + 40, "descriptors");
                edge.stop();
                int _ = edge.await();
            }
            assertAccount(origin, cache);
        }
        System.out.printf("%d kills, %d answers compared%n", KILLS, answers.get());
    }

    /** What the store accounts for is what lies on the disk. */
    private static void assertAccount(TestOrigin origin, Path cache) throws Exception {
        try (CacheFixture last =
                new CacheFixture(origin, CacheFixture.startEdge(origin.url(), cache, "edge.cache.bytes", "8MiB"))) {
            Eventually.eventually(() -> {
                double account = gauge(last, "bytes");
                assertTrue(account <= CACHE_BYTES);
                // The list of a file in many pieces takes a block or two.
                return Math.abs(account - onDisk(cache)) <= TRACKS * 2.0 * 4096;
            });
            assertTrue(files(cache) <= gauge(last, "objects"), "files of no object");
        }
    }

    private static double gauge(CacheFixture cache, String name) {
        return cache.edge().meters.get("legato.edge.cache." + name).gauge().value();
    }

    /** Half of the tracks can be fetched in parts, the others only whole and in chunks. */
    private static void answer(TestOrigin.Asked asked, dev.legato.edge.origin.RawOrigin.Peer to) throws IOException {
        int track = Integer.parseInt(asked.target().substring(2));
        if (track % 2 == 0) {
            new Version(bytes(track), "\"" + track + '"', "Cache-Control: max-age=1000").answer(asked, to);
            return;
        }
        byte[] bytes = bytes(track);
        to.send(TestOrigin.head("200 OK", -1, "Transfer-Encoding: chunked", "Cache-Control: max-age=1000"));
        to.send("%x\r\n".formatted(bytes.length));
        to.send(bytes);
        to.send("\r\n0\r\n\r\n");
    }

    private static byte[] bytes(int track) {
        return CacheFixture.bytes(track, (5 + track % 7) * CacheFixture.SLICE + 11 * track);
    }

    /** What ends a load. */
    @FunctionalInterface
    private interface Ending {
        void run() throws Exception;
    }

    /** Asks and compares in several threads until the edge is gone. */
    private static void load(int port, Ending ending, AtomicInteger answers) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(seed -> threads.submit(() -> ask(port, new Random(seed), over, answers)))
                    .toList();
            try {
                ending.run();
            } finally {
                over.set(true);
            }
            for (Future<?> client : clients) {
                var _ = client.get();
            }
        }
    }

    private static void ask(int port, Random random, AtomicBoolean over, AtomicInteger answers) {
        while (!over.get()) {
            int track = random.nextInt(TRACKS);
            byte[] bytes = bytes(track);
            int from = random.nextInt(bytes.length - 1);
            int end = Math.min(bytes.length, from + 1 + random.nextInt(200_000));
            try (RawClient client = RawClient.connect(port)) {
                Reply reply = random.nextBoolean()
                        ? client.get("/t" + track)
                        : client.get("/t" + track, "Range: bytes=%d-%d".formatted(from, end - 1));
                byte[] expected = reply.status() == 206 ? Arrays.copyOfRange(bytes, from, end) : bytes;
                assertArrayEquals(expected, reply.body());
                answers.incrementAndGet();
            } catch (IOException _) {
                RawClient.awaitAMoment(); // it is being killed
            }
        }
    }

    private static EdgeProcess start(TestOrigin origin, Path cache, int port) throws Exception {
        return EdgeProcess.configured(Files.writeString(
                Files.createDirectories(cache.resolveSibling("settings")).resolve(port + ".yaml"),
                """
                edge:
                  port: %d
                  open: true
                  mount: /
                  eventLoops: 1
                  origin: {urls: "%s"}
                  cache: {dir: %s, bytes: 8MiB, sliceBytes: 64KiB}
                """.formatted(port, origin.url(), cache)));
    }

    private static int freePort() throws IOException {
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static long descriptors(EdgeProcess edge) throws IOException {
        try (Stream<Path> open =
                Files.list(Path.of("/proc/%d/fd".formatted(edge.process().pid())))) {
            return open.count();
        }
    }

    private static long files(Path cache) throws IOException {
        try (Stream<Path> all = Files.walk(cache.resolve("objects"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    /** The space that data files take, without their holes. */
    private static long onDisk(Path cache) throws Exception {
        Process du = new ProcessBuilder("find", cache.resolve("objects").toString(), "-type", "f", "-printf", "%b\n")
                .start();
        try (var lines = du.inputReader()) {
            return 512 * lines.lines().mapToLong(Long::parseLong).sum();
        }
    }
}
