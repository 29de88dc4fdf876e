package dev.legato.edge.store;

import static dev.legato.edge.store.StoreFixture.SLICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads fill, read, touch and remove what hardly fits, while loops send what is present. */
class ConcurrentStoreIT {
    private static final int THREADS = 16;
    private static final int STEPS = 400;
    private static final int SLICES = 96;
    private static final int OBJECTS = 24;
    private static final int LENGTH = 12 * SLICE - 77;
    private static final int LOOPS = 2;

    @TempDir
    private Path folder;

    /** Threads that run their tasks one after another, as event loops do. */
    private final List<ExecutorService> loops = new ArrayList<>();

    private final AtomicLong sent = new AtomicLong();

    @Test
    void manyThreads_withLittleRoom_neverOvershootNorReadHoles() throws Exception {
        for (int i = 0; i < LOOPS; i++) {
            loops.add(Executors.newSingleThreadExecutor());
        }
        StoreSettings settings = StoreFixture.settings(folder, SLICES, OBJECTS, List.of("k7"));
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try (DiskStore store = DiskStore.open(settings, this::afterAllLoops, workers, System::nanoTime);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(() -> work(store));
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
            for (ExecutorService loop : loops) {
                loop.submit(() -> {}).get();
            }
            settle(store);
            StoreStatistics end = store.statistics();
            System.out.printf("%d bytes sent, %s%n", sent.get(), end);
            // How many are evicted hangs on how the threads meet; that there was hardly room for a fill does not.
            assertTrue(end.evictions() + end.objectEvictions() > 0, "nothing was evicted: " + end);
            assertTrue(end.rejectedBegins() > 100, "there was enough room: " + end);
            assertTrue(sent.get() > 0);
            assertEquals(0, end.bytesReserved() + end.bytesCondemned(), end.toString());
            assertEquals(end.bytesUsed(), StoreFixture.onDisk(folder), 2.0 * StoreSettings.BLOCK * OBJECTS);
            assertEquals(store.byPrefix("").count(), end.objects());
            assertEquals(0, end.checksumErrors());
            assertTrue(store.isUsable());
        } finally {
            loops.forEach(ExecutorService::close);
            workers.close();
        }
    }

    private static void settle(DiskStore store) {
        for (int i = 0; i < 1000 && store.statistics().bytesCondemned() > 0; i++) {
            store.maintenance().run(); // what found too many files open is tried again
            store.maintenance().awaitIdle();
        }
    }

    private void afterAllLoops(Runnable callback) {
        CountDownLatch left = new CountDownLatch(LOOPS);
        for (ExecutorService loop : loops) {
            loop.execute(() -> {
                left.countDown();
                if (left.getCount() == 0) {
                    synchronized (left) {
                        if (left.getCount() == 0 && called.add(left)) {
                            callback.run();
                        }
                    }
                }
            });
        }
    }

    private final java.util.Set<CountDownLatch> called = java.util.concurrent.ConcurrentHashMap.newKeySet();

    private Void work(DiskStore store) throws Exception {
        Random random = ThreadLocalRandom.current();
        for (int i = 0; i < STEPS; i++) {
            String key = "k" + random.nextInt(OBJECTS);
            StoredObject object = object(store, key);
            if (object == null) {
                continue;
            }
            int at = random.nextInt(LENGTH);
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (random.nextInt(20) == 0) {
                        store.remove(object);
                    }
                }
                case 1, 2, 3 -> fill(object, at, 1 + random.nextInt(3 * SLICE), random);
                case 4 -> read(object, at);
                default -> sendOnLoop(object, at, random);
            }
            StoreStatistics now = store.statistics();
            assertTrue(now.bytesUsed() <= now.bytesMax(), now.toString());
            assertTrue(now.objects() <= OBJECTS, now.toString());
            object.release();
        }
        assertTrue(StoreFixture.onDisk(folder) <= (long) SLICES * SLICE + OBJECTS * 2L * StoreSettings.BLOCK);
        return null;
    }

    private static StoredObject object(DiskStore store, String key) {
        List<StoredObject> found = store.find(key);
        if (found.isEmpty()) {
            return store.create(key, LENGTH, true, StoreFixture.PLAIN);
        }
        return found.getFirst().acquire() ? found.getFirst() : null;
    }

    private static void fill(StoredObject object, int at, int count, Random random) throws IOException {
        Fill fill = object.begin(at, count);
        if (fill == null) {
            return;
        }
        byte[] bytes = StoreFixture.bytes(object.key(), LENGTH);
        int from = (int) fill.offset();
        int to = (int) fill.end();
        try {
            if (random.nextInt(5) == 0) {
                fill.write(ByteBuffer.wrap(bytes, from, (to - from) / 2));
                fill.abort();
            } else {
                fill.write(ByteBuffer.wrap(bytes, from, to - from));
                assertTrue(fill.commit());
            }
        } catch (StoreBusyException _) {
            // as many files as may be are open
        }
    }

    private static void read(StoredObject object, int at) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(SLICE);
        try {
            int count = object.read(into, at);
            compare(object, into, at, Math.max(0, count));
        } catch (StoreBusyException _) {
            // as many files as may be are open
        }
    }

    /** Looks whether bytes are present and reads them, within one task of a loop. */
    private void sendOnLoop(StoredObject object, int at, Random random) throws Exception {
        DataFile file = object.openedFile();
        if (file == null) {
            return;
        }
        int count = Math.min(1 + random.nextInt(2 * SLICE), LENGTH - at);
        try {
            loops.get(random.nextInt(LOOPS))
                    .submit(() -> {
                        object.touch(at);
                        if (object.isPresent(at, count)) {
                            ByteBuffer into = ByteBuffer.allocate(count);
                            Checksums.readFully(file.channel(), into, at);
                            compare(object, into, at, count);
                            sent.addAndGet(count);
                        }
                        return null;
                    })
                    .get();
        } finally {
            file.release();
        }
    }

    private static void compare(StoredObject object, ByteBuffer read, int at, int count) {
        ByteBuffer expected = ByteBuffer.wrap(StoreFixture.bytes(object.key(), LENGTH), at, count);
        assertEquals(-1, read.flip().limit(count).mismatch(expected.slice()), () -> object.key() + " from " + at);
    }
}
