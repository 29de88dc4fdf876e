package dev.legato.edge.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashersTest {
    private static final long HUGE = 8L << 40;

    private final Hashers hashers = new Hashers(1);

    @AfterEach
    void close() {
        hashers.close();
    }

    @Test
    void hash_bytes_isTheirSha256() throws Exception {
        byte[] all = new byte[40 << 20];
        byte[] hash = hashers.hash(all.length, (from, to, into) -> into.update(all, (int) from, (int) (to - from)))
                .get(20, TimeUnit.SECONDS);
        assertArrayEquals(Hashers.sha256().digest(all), hash);
    }

    @Test
    void hash_hugeFileFirst_letsSmallerOnesPass() throws Exception {
        CountDownLatch hugeReads = new CountDownLatch(1);
        CountDownLatch othersWait = new CountDownLatch(1);
        List<String> ended = new CopyOnWriteArrayList<>();
        CompletableFuture<byte[]> huge = hashers.hash(HUGE, (from, _, _) -> {
            hugeReads.countDown();
            await(othersWait);
            if (from > 0) {
                ended.add("huge, second slice");
                throw new IOException("enough of it");
            }
        });
        await(hugeReads);
        CompletableFuture<byte[]> larger = hashers.hash(1 << 30, (_, to, _) -> {
            if (to == 1 << 30) {
                ended.add("larger");
            }
        });
        CompletableFuture<byte[]> small = hashers.hash(100, (_, _, _) -> ended.add("small"));
        othersWait.countDown();
        assertThrows(ExecutionException.class, () -> huge.get(20, TimeUnit.SECONDS));
        var _ = larger.get(20, TimeUnit.SECONDS);
        var _ = small.get(20, TimeUnit.SECONDS);
        assertEquals(List.of("small", "larger", "huge, second slice"), ended);
    }

    @Test
    void hash_afterClose_fails() {
        hashers.close();
        assertThrows(
                ExecutionException.class, () -> hashers.hash(1, (_, _, _) -> {}).get(20, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("nothing happens");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
