package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.FullRun;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three edges are restarted one after the other under load, and no request fails. */
@Timeout(600)
final class RollingRestartIT {
    private static final int LISTENERS = 4;
    private static final int KEYS = 40;
    private static final int ROUNDS = FullRun.repetitions("legato.restarts", 1, 5);

    @TempDir
    private Path folder;

    @Test
    void restart_eachInTurnUnderLoad_noRequestFails() throws Exception {
        try (EdgeRing ring = new EdgeRing(3, folder)) {
            List<TestEdge> serving = new CopyOnWriteArrayList<>(ring.edges);
            AtomicBoolean enough = new AtomicBoolean();
            List<CompletableFuture<Integer>> listeners = IntStream.range(0, LISTENERS)
                    .mapToObj(seed -> CompletableFuture.supplyAsync(() -> listen(ring, serving, seed, enough)))
                    .toList();
            try {
                for (int i = 0; i < 3 * ROUNDS; i++) {
                    TestEdge old = ring.edges.get(i % 3);
                    // What sends listeners to edges learns of the restart when its connections are refused.
                    old.close();
                    serving.remove(old);
                    serving.add(ring.restart(i % 3));
                    ring.awaitAll();
                }
            } finally {
                enough.set(true);
            }
            for (CompletableFuture<Integer> listener : listeners) {
                assertTrue(listener.get(60, TimeUnit.SECONDS) > 0);
            }
        }
    }

    /**
     * Asks for parts of objects until it is enough. What a client may repeat by itself is asked of another edge: after a
     * refused connection, or one that was closed before a byte of the answer (RFC 9112 §9.3.1). All else must succeed.
     */
    private static int listen(EdgeRing ring, List<TestEdge> serving, int seed, AtomicBoolean enough) {
        Random random = new Random(seed);
        int answered = 0;
        while (!enough.get()) {
            String key = "plain-" + random.nextInt(KEYS);
            int from = random.nextInt(CountingOrigin.LENGTH - 1_000);
            TestEdge edge = serving.get(random.nextInt(serving.size()));
            try {
                HttpResponse<byte[]> response = edge.get(ring.client, key, "bytes=%d-%d".formatted(from, from + 999))
                        .get(60, TimeUnit.SECONDS);
                assertEquals(206, response.statusCode());
                assertArrayEquals(CountingOrigin.content(key, 1, from, from + 1_000), response.body());
                answered++;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ConnectException) && !isUnanswered(e.getCause())) {
                    throw new IllegalStateException("request %d failed".formatted(answered), e);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return answered;
    }

    private static boolean isUnanswered(@Nullable Throwable cause) {
        return cause instanceof IOException
                && String.valueOf(cause.getMessage()).contains("received no bytes");
    }
}
