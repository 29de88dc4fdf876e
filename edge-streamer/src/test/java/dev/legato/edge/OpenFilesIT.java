package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Many more files than may be open, asked for by many at once. */
@EnabledOnOs(OS.LINUX)
class OpenFilesIT {
    private static final int FILES = 150;
    private static final int CAPACITY = 16;
    private static final int CLIENTS = 6;
    private static final int REQUESTS = 400;
    private static final int DESCRIPTORS_A_FILE = 2;
    private static final Executor SOON = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    @TempDir
    private Path root;

    @Test
    void manyFiles_underLoad_areEvictedAndClosed() throws Exception {
        byte[][] contents = new byte[FILES][];
        Random random = new Random(13);
        for (int i = 0; i < FILES; i++) {
            contents[i] = new byte[1 + random.nextInt(50_000)];
            random.nextBytes(contents[i]);
            Files.write(root.resolve("f" + i + ".flac"), contents[i]);
        }
        AtomicInteger mostOpen = new AtomicInteger();
        try (EdgeFixture edge = EdgeFixture.start(
                        root, Map.of("edge.open", "true", "edge.openFiles", Integer.toString(CAPACITY)));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                tasks.add(() -> ask(edge, contents, new Random(seed), mostOpen));
            }
            for (Future<Void> done : clients.invokeAll(tasks)) {
                done.get();
            }
            assertTrue(mostOpen.get() <= 2 * CAPACITY, () -> mostOpen + " files were open");
            awaitAtMost(edge);
            assertEquals(open(edge) * DESCRIPTORS_A_FILE, descriptors());
        }
        assertEquals(0, descriptors());
    }

    private static Void ask(EdgeFixture edge, byte[][] contents, Random random, AtomicInteger mostOpen)
            throws IOException {
        try (RawClient client = RawClient.connect(edge.port())) {
            for (int i = 0; i < REQUESTS; i++) {
                int file = random.nextInt(FILES);
                int first = random.nextInt(contents[file].length);
                var reply = client.get("/audio/f" + file + ".flac", "Range: bytes=" + first + "-");
                assertEquals(206, reply.status(), reply.text());
                assertArrayEquals(Arrays.copyOfRange(contents[file], first, contents[file].length), reply.body());
                mostOpen.accumulateAndGet(open(edge), Math::max);
            }
        }
        return null;
    }

    private static int open(EdgeFixture edge) {
        return (int) edge.meters.get("legato.edge.open.files").gauge().value();
    }

    /** Files just evicted are closed by workers, soon. */
    private void awaitAtMost(EdgeFixture edge) throws IOException {
        for (int i = 0; i < 500 && (open(edge) > CAPACITY || descriptors() != open(edge) * DESCRIPTORS_A_FILE); i++) {
            CompletableFuture.runAsync(() -> {}, SOON).join();
        }
        assertTrue(open(edge) <= CAPACITY);
    }

    /** This process's descriptors of files under the root. */
    private long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            Path real = root.toRealPath();
            return all.filter(path -> {
                        try {
                            return Files.readSymbolicLink(path).startsWith(real);
                        } catch (IOException _) {
                            return false; // closed meanwhile
                        }
                    })
                    .count();
        }
    }
}
