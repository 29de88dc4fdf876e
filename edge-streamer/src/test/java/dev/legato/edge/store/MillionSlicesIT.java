package dev.legato.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes until an index of a million slices is back; the files are there, and sparse. */
class MillionSlicesIT {
    private static final int OBJECTS = 20_000;
    private static final int SLICES = 50;
    private static final int SLICE = 1 << 20;
    private static final long GENEROUS_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int TOUCHES = 500_000;

    /** The first is what a start takes; more of them show what the compiler makes of it. */
    private static final int RUNS = 1;

    @TempDir
    private Path folder;

    @Test
    void index_ofAMillionSlices_isBackSoon() throws IOException {
        StoreSettings settings = new StoreSettings(
                folder,
                2L * OBJECTS * SLICES * SLICE,
                2 * OBJECTS,
                256 << 20,
                SLICE,
                4,
                100,
                List.of(),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                0);
        DiskStore.open(settings, Runnable::run, Runnable::run, System::nanoTime).close();
        writeJournal();
        for (int run = 1; run <= RUNS; run++) {
            long begun = System.nanoTime();
            long cpuBegun = cpu();
            try (ExecutorService workers = Executors.newFixedThreadPool(2);
                    DiskStore store = DiskStore.open(settings, Runnable::run, workers, System::nanoTime)) {
                long took = System.nanoTime() - begun;
                System.out.printf(
                        "run %d: %d slices of %d objects after %d ms, %d of them on a processor; a journal of %d bytes%n",
                        run,
                        store.statistics().slices(),
                        store.statistics().objects(),
                        TimeUnit.NANOSECONDS.toMillis(took),
                        TimeUnit.NANOSECONDS.toMillis(cpu() - cpuBegun),
                        store.statistics().journalBytes());
                assertEquals(OBJECTS * SLICES, store.statistics().slices());
                StoredObject object = store.find("/tracks/77/audio.flac").getFirst();
                assertTrue(object.isPresent(0, (SLICES - 1L) * SLICE));
                assertEquals(Presence.UNVERIFIED, object.presence((SLICES - 1L) * SLICE));
                assertTrue(took < GENEROUS_NANOS);
                store.maintenance().awaitIdle();
                touch(store, 20);
                touch(store, OBJECTS);
            }
        }
    }

    private static void touch(DiskStore store, int count) {
        StoredObject[] objects = store.byPrefix("/tracks/1").limit(count).toArray(StoredObject[]::new);
        long begun = cpu();
        for (int i = 0; i < TOUCHES; i++) {
            objects[i * 31 % objects.length].touch((i * 7L % SLICES) * SLICE);
        }
        System.out.printf("a touch of one of %d objects takes %d ns%n", objects.length, (cpu() - begun) / TOUCHES);
    }

    /** Processor time of this thread: others may keep the machine busy. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** As a process leaves it that was killed after its last slices: a record per slice, those of the end not synced. */
    private void writeJournal() throws IOException {
        StoreFolder store = new StoreFolder(folder, SLICE);
        Journal journal = new Journal(store.journal(), () -> {});
        journal.rewrite(List.of());
        Description description = new Description(new byte[300], java.util.Set.of("album-1", "import-1"));
        for (int i = 1; i <= OBJECTS; i++) {
            long id = i;
            journal.append(records ->
                    records.created(id, "/tracks/" + id + "/audio.flac", (long) SLICES * SLICE, true, description));
            store.prepare(id);
            try (RandomAccessFile file = new RandomAccessFile(store.dataFile(id).toFile(), "rw")) {
                file.setLength((long) SLICES * SLICE);
            }
            if (i % 1000 == 0) {
                journal.flush();
            }
        }
        for (int index = 0; index < SLICES; index++) {
            int at = index;
            if (index == SLICES - 1) {
                long position = journal.position();
                journal.append(records -> records.synced(position));
            }
            for (int i = 1; i <= OBJECTS; i++) {
                long id = i;
                journal.append(records -> records.filled(id, at, 0, JournalEvents.Standing.PENDING));
            }
            journal.flush();
        }
        journal.close();
        store.close();
        assertTrue(Files.size(folder.resolve("journal")) > 20L * OBJECTS * SLICES);
    }
}
