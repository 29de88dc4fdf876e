package dev.legato.edge.store;

import static dev.legato.edge.store.StoreFixture.SLICE;
import static dev.legato.edge.store.StoreFixture.bytes;
import static dev.legato.edge.store.StoreFixture.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real faults of disks: one that takes no more bytes, and a folder that is gone and comes back. */
@EnabledOnOs(OS.LINUX)
class DiskFaultIT {
    private static final Duration RETRY = Duration.ofSeconds(10);

    @TempDir
    private Path parent;

    private Path folder() {
        return parent.resolve("cache");
    }

    private static void retry(StoreFixture fixture) {
        fixture.now.addAndGet(RETRY.toNanos());
        fixture.sync();
    }

    @Test
    void folderMovedAway_storesNothing_untilItIsBack() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder(), 32)) {
            StoredObject known = fixture.stored("known", 3 * SLICE);
            StoredObject waiting = fixture.create("waiting", SLICE);
            Path away = parent.resolve("away");
            Files.move(folder(), away);
            Fill fill = waiting.begin(0, SLICE);
            assertThrows(IOException.class, () -> fill.write(ByteBuffer.allocate(1)));
            assertFalse(fixture.store.isUsable());
            assertTrue(fixture.store.unusableReason().contains("NoSuchFile"), fixture.store.unusableReason());
            assertNull(waiting.begin(0, SLICE));
            assertNull(fixture.create("other", 1));
            assertEquals(0, fixture.store.statistics().bytesReserved());
            assertArrayEquals(bytes("known", 3 * SLICE), read(known, 0, 3 * SLICE), "an open file is served on");
            retry(fixture);
            assertFalse(fixture.store.isUsable(), "it is still away");
            Files.move(away, folder());
            fixture.sync();
            assertFalse(fixture.store.isUsable(), "it is not yet time");
            retry(fixture);
            assertTrue(fixture.store.isUsable());
            assertNull(fixture.store.unusableReason());
            assertTrue(StoreFixture.fill(waiting, 0, SLICE));
            waiting.release();
        }
        try (StoreFixture fixture = StoreFixture.open(folder(), 32)) {
            assertTrue(fixture.store.find("known").getFirst().isComplete());
            assertTrue(fixture.store.find("waiting").getFirst().isComplete());
        }
    }

    @Test
    void folderEmptied_forgetsWhatIsLost_andGoesOn() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder(), 32)) {
            StoredObject lost = fixture.stored("lost", 3 * SLICE);
            Files.move(folder(), parent.resolve("away"));
            Files.createDirectory(folder());
            StoredObject next = fixture.create("next", SLICE);
            Fill fill = next.begin(0, SLICE);
            assertThrows(IOException.class, () -> fill.write(ByteBuffer.allocate(1)));
            retry(fixture);
            assertTrue(fixture.store.isUsable());
            assertTrue(lost.isRemoved());
            assertTrue(StoreFixture.fill(next, 0, SLICE));
            fixture.idle();
            StoreStatistics now = fixture.store.statistics();
            assertEquals(SLICE, now.bytesUsed());
            assertEquals(0, now.bytesCondemned());
            next.release();
        }
        try (StoreFixture fixture = StoreFixture.open(folder(), 32)) {
            assertArrayEquals(
                    bytes("next", SLICE), read(fixture.store.find("next").getFirst(), 0, SLICE));
        }
    }

    @Test
    void bound_isWhatTheDiskHas_ifSettingsSayMore() throws IOException {
        int slices = Integer.MAX_VALUE;
        try (StoreFixture fixture = StoreFixture.open(folder(), slices)) {
            long disk = Files.getFileStore(folder()).getTotalSpace();
            long max = fixture.store.statistics().bytesMax();
            assertTrue(max > 0 && max <= Math.min(disk, (long) slices * SLICE), max + " of " + disk);
            assertTrue(StoreFixture.fill(fixture.create("k", SLICE), 0, SLICE));
        }
    }

    @Test
    void journalFailing_punchesNoHole_untilItIsWritten() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder(), 32)) {
            StoredObject object = fixture.stored("k", 4 * SLICE);
            fixture.sync();
            Path obstacle = Files.createDirectory(folder().resolve("journal.new"));
            fixture.store.maintenance().repairNow();
            assertFalse(fixture.store.isUsable(), "the journal could not be rewritten");
            Files.delete(obstacle);
            object.discard(0);
            fixture.idle();
            assertEquals(4L * SLICE, StoreFixture.onDisk(folder()), "a crash would bring the slice back");
            assertEquals(SLICE, fixture.store.statistics().bytesCondemned());
            retry(fixture);
            assertTrue(fixture.store.isUsable());
            assertEquals(3L * SLICE, StoreFixture.onDisk(folder()));
            assertEquals(0, fixture.store.statistics().bytesCondemned());
        }
    }

    @Test
    void diskThatTakesNoMore_failsFillsSoftly() throws Exception {
        Process process = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        // The shell's limit of a file's length; what is longer fails with EFBIG.
                        "ulimit -f 64; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Limited.class.getName(),
                        folder().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
        assertTrue(said.contains("all is as it should be"), said);
        try (StoreFixture fixture = StoreFixture.open(folder(), 64)) {
            StoredObject object = fixture.store.find("long").getFirst();
            assertArrayEquals(bytes("long", 8 * SLICE), read(object, 0, 8 * SLICE));
            assertEquals(8L * SLICE, StoreFixture.onDisk(folder()));
        }
    }

    /** Runs where no file may be longer than 64 KiB, which is eight slices. */
    static final class Limited {
        private Limited() {}

        public static void main(String... arguments) throws IOException {
            try (StoreFixture fixture = StoreFixture.open(Path.of(arguments[0]), 64)) {
                StoredObject object = fixture.create("long", 10 * SLICE);
                Fill fill = object.begin(0, 10 * SLICE);
                byte[] bytes = bytes("long", 10 * SLICE);
                assertThrows(IOException.class, () -> {
                    for (int at = 0; at < bytes.length; at += 1000) {
                        fill.write(ByteBuffer.wrap(bytes, at, Math.min(1000, bytes.length - at)));
                    }
                });
                fixture.idle();
                assertFalse(fixture.store.isUsable());
                assertTrue(fixture.store.unusableReason().contains("File too large"));
                assertTrue(object.isPresent(0, 8 * SLICE), "what was written stays");
                assertArrayEquals(java.util.Arrays.copyOf(bytes, 8 * SLICE), read(object, 0, bytes.length));
                assertNull(object.begin(9 * SLICE, 1));
                assertEquals(0, fixture.store.statistics().bytesReserved());
                fixture.now.addAndGet(RETRY.toNanos());
                fixture.sync();
                assertTrue(fixture.store.isUsable(), "small files work");
                assertEquals(0, fixture.store.statistics().bytesCondemned());
                Fill again = object.begin(8 * SLICE, 1);
                assertNotNull(again);
                again.abort();
                object.release();
            }
            System.out.println("all is as it should be ");
        }
    }
}
