package dev.legato.edge.store;

import static dev.legato.edge.store.StoreFixture.SLICE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that fills, evicts and removes with all its might is killed at any moment, ten times over. */
@EnabledOnOs(OS.LINUX)
class KilledIT {
    private static final int ROUNDS = 10;
    private static final int SLICES = 200;
    private static final int OBJECTS = 40;
    private static final int MAX_SLICES = 20;

    @TempDir
    private Path folder;

    @Test
    void killed_atAnyMoment_hasNothingWrongAndNothingLeaked() throws Exception {
        Random random = new Random(14);
        long verified = 0;
        long unverified = 0;
        for (int round = 0; round < ROUNDS; round++) {
            killAfter(20 + random.nextInt(1500));
            try (StoreFixture fixture = new StoreFixture(settings(folder))) {
                fixture.idle();
                for (StoredObject object : fixture.store.byPrefix("").toList()) {
                    verified += verify(object);
                    unverified += verifyOthers(object);
                }
                fixture.idle();
                StoreStatistics now = fixture.store.statistics();
                assertTrue(now.bytesUsed() <= now.bytesMax(), now.toString());
                assertEquals(0, now.bytesReserved() + now.bytesCondemned());
                // A file in many pieces takes a block or two for their list.
                assertEquals(now.bytesUsed(), StoreFixture.onDisk(folder), 2.0 * StoreSettings.BLOCK * OBJECTS);
                long files = fixture.store
                        .byPrefix("")
                        .filter(StoredObject::isFileExpected)
                        .count();
                assertEquals(files, StoreFixture.files(folder).size());
            }
        }
        assertTrue(verified > 0, "none was there");
        System.out.printf("%d slices were there and right, %d had to be verified%n", verified, unverified);
    }

    /** Compares the slices that are present, and counts them. */
    private static int verify(StoredObject object) throws IOException {
        int count = 0;
        byte[] expected = StoreFixture.bytes(object.key(), MAX_SLICES * SLICE);
        for (long at = 0; at < object.length(); at += SLICE) {
            int length = (int) Math.min(SLICE, object.length() - at);
            if (object.isPresent(at, length)) {
                assertArrayEquals(
                        Arrays.copyOfRange(expected, (int) at, (int) at + length),
                        StoreFixture.read(object, at, length),
                        object.key() + " from " + at);
                count++;
            }
        }
        return count;
    }

    private static int verifyOthers(StoredObject object) throws IOException {
        int count = 0;
        for (long at = 0; at < object.length(); at += SLICE) {
            if (object.presence(at) == Presence.UNVERIFIED) {
                count++;
                boolean right = object.verify(at).join();
                assertEquals(right ? Presence.PRESENT : Presence.ABSENT, object.presence(at));
            }
        }
        assertTrue(verify(object) >= 0);
        return count;
    }

    private void killAfter(int writes) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Filler.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            for (int i = 0; i < writes; i++) {
                assertTrue(lines.readLine() != null, "it ended by itself");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static StoreSettings settings(Path folder) {
        StoreSettings usual = StoreFixture.settings(folder, SLICES, 100, List.of());
        return new StoreSettings(
                folder,
                usual.maxBytes(),
                usual.maxObjects(),
                usual.maxDescriptionBytes(),
                SLICE,
                1,
                16,
                List.of(),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                0);
    }

    /** The process that is killed; it prints a line per operation. */
    static final class Filler {
        private Filler() {}

        public static void main(String... arguments) throws Exception {
            ExecutorService workers = Executors.newFixedThreadPool(2);
            DiskStore store = DiskStore.open(settings(Path.of(arguments[0])), Runnable::run, workers, System::nanoTime);
            for (int i = 0; i < 4; i++) {
                int seed = i;
                Thread.ofPlatform().start(() -> fill(store, new Random(System.nanoTime() + seed)));
            }
        }

        private static void fill(DiskStore store, Random random) {
            try {
                while (true) {
                    step(store, random);
                    System.out.println(store.statistics().slices());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void step(DiskStore store, Random random) throws IOException {
            String key = "k" + random.nextInt(OBJECTS);
            List<StoredObject> found = store.find(key);
            StoredObject object;
            if (found.isEmpty()) {
                object = store.create(
                        key, 1 + random.nextInt(MAX_SLICES * SLICE), random.nextBoolean(), StoreFixture.PLAIN);
            } else {
                object = found.getFirst();
                if (!object.acquire()) {
                    return;
                }
                if (random.nextInt(20) == 0) {
                    store.remove(object);
                }
            }
            if (object == null) {
                return;
            }
            int at = object.isRefetchable() ? random.nextInt((int) object.length()) : 0;
            Fill fill = object.begin(at, 1 + random.nextInt(MAX_SLICES * SLICE));
            if (fill != null) {
                write(fill, random);
            }
            object.touch(at);
            object.release();
        }

        private static void write(Fill fill, Random random) throws IOException {
            byte[] bytes = StoreFixture.bytes(fill.object().key(), (int) fill.end());
            try {
                while (fill.position() < fill.end() && random.nextInt(200) > 0) {
                    int count = (int) Math.min(1 + random.nextInt(SLICE), fill.end() - fill.position());
                    fill.write(ByteBuffer.wrap(bytes, (int) fill.position(), count));
                }
            } catch (StoreBusyException _) {
                // as many files as may be are open
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("no room")) {
                    throw e;
                }
            }
            fill.commit();
        }
    }
}
