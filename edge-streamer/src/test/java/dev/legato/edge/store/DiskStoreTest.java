package dev.legato.edge.store;

import static dev.legato.edge.store.StoreFixture.PLAIN;
import static dev.legato.edge.store.StoreFixture.SLICE;
import static dev.legato.edge.store.StoreFixture.bytes;
import static dev.legato.edge.store.StoreFixture.fill;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many objects within bounds. */
class DiskStoreTest {
    @TempDir
    private Path folder;

    @Test
    void find_givesVariants_theNewestFirst() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 8)) {
            StoredObject first = fixture.create("k", 1);
            StoredObject second = fixture.create("k", 1);
            StoredObject third = fixture.create("k", 1);
            assertEquals(List.of(third, second, first), fixture.store.find("k"));
            StoredObject fourth = fixture.create("k", 1);
            assertEquals(List.of(fourth, third, second), fixture.store.find("k"), "three is the bound");
            assertTrue(first.isRemoved());
            fixture.store.remove(third);
            assertEquals(List.of(fourth, second), fixture.store.find("k"));
            assertEquals(List.of(), fixture.store.find("other"));
        }
    }

    @Test
    void byPrefixAndTag_followEveryChange() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 8)) {
            StoredObject a = fixture.store.create("/a/1", 1, true, new Description(new byte[0], Set.of("x", "y")));
            StoredObject b = fixture.store.create("/a/2", 1, true, new Description(new byte[0], Set.of("y")));
            StoredObject c = fixture.store.create("/b", 1, true, PLAIN);
            assertEquals(List.of(a, b), fixture.store.byPrefix("/a/").toList());
            assertEquals(List.of(a, b, c), fixture.store.byPrefix("").toList());
            assertEquals(Set.of(a, b), Set.copyOf(fixture.store.byTag("y").toList()));
            assertTrue(b.describe(new Description(new byte[] {9}, Set.of("z"))));
            assertEquals(List.of(a), fixture.store.byTag("y").toList());
            assertEquals(List.of(b), fixture.store.byTag("z").toList());
            assertArrayEquals(new byte[] {9}, b.description().metadata());
            fixture.store.remove(a);
            assertEquals(List.of(), fixture.store.byTag("x").toList());
            assertEquals(List.of(b), fixture.store.byPrefix("/a").toList());
            assertFalse(a.describe(PLAIN), "it is gone");
        }
    }

    @Test
    void create_beyondItsLimits_isRefused() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 8)) {
            assertNull(fixture.create("k".repeat(StoredObject.MAX_KEY + 1), 1));
            assertNull(fixture.create("k", (long) StoredObject.MAX_SLICES * SLICE + 1));
            assertNull(fixture.store.create("k", 8 * SLICE, false, PLAIN), "it can never be whole");
            assertNotNull(fixture.create("k", 1000L * SLICE), "larger than the store, but any part can be kept");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Description(new byte[Description.MAX_METADATA + 1], Set.of()));
            assertEquals(3, fixture.store.statistics().rejectedBegins());
        }
    }

    @Test
    void fills_beyondTheBound_evictOthersAndNeverOvershoot() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            for (int i = 0; i < 200; i++) {
                StoredObject object = fixture.stored("k" + i, 2 * SLICE);
                StoreStatistics now = fixture.store.statistics();
                long sum = now.bytesUsed() + now.bytesReserved() + now.bytesCondemned();
                assertTrue(sum <= now.bytesMax(), now.toString());
                assertTrue(StoreFixture.onDisk(folder) <= now.bytesMax());
                assertNotNull(object, () -> "no room: " + now);
            }
            StoreStatistics end = fixture.store.statistics();
            assertTrue(end.evictions() >= 2 * 200 - 32, end.toString());
            assertTrue(end.bytesUsed() >= 28L * SLICE, "the room is used: " + end);
            assertEquals(end.bytesUsed(), StoreFixture.onDisk(folder));
        }
    }

    @Test
    void begin_whenAllIsReserved_isRefusedUntilSomeEnd() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 8)) {
            StoredObject object = fixture.create("k", 100 * SLICE);
            List<Fill> fills = new ArrayList<>();
            for (Fill fill = object.begin(0, SLICE); fill != null; fill = object.begin(fills.size() * SLICE, SLICE)) {
                fills.add(fill);
            }
            assertEquals(8, fills.size());
            assertEquals(8 * SLICE, fixture.store.statistics().bytesReserved());
            fills.getLast().abort();
            Fill more = object.begin(99 * SLICE, SLICE);
            assertNotNull(more);
            more.abort();
            fills.forEach(Fill::abort);
            assertEquals(0, fixture.store.statistics().bytesReserved());
            object.release();
        }
    }

    @Test
    void eviction_waitsForGraceThenPunches() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 8)) {
            StoredObject first = fixture.stored("first", 5 * SLICE);
            fixture.holdGraces();
            StoredObject second = fixture.create("second", 100 * SLICE);
            for (int i = 0; i < 100 && fixture.graces.isEmpty(); i++) {
                fill(second, (long) i * SLICE, SLICE);
            }
            StoreStatistics held = fixture.store.statistics();
            assertTrue(held.bytesCondemned() > 0, held.toString());
            assertEquals(
                    held.bytesUsed() + held.bytesCondemned(), StoreFixture.onDisk(folder), "marked, but not punched");
            while (!fixture.graces.isEmpty()) {
                fixture.graces.remove().run();
                fixture.idle();
            }
            StoreStatistics end = fixture.store.statistics();
            assertEquals(0, end.bytesCondemned());
            assertEquals(end.bytesUsed(), StoreFixture.onDisk(folder));
            assertTrue(first.missing(0, 5 * SLICE).size()
                            + second.missing(0, 100 * SLICE).size()
                    > 0);
            second.release();
        }
    }

    @Test
    void touchedSlices_outliveAScan() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 64)) {
            List<StoredObject> hot = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                hot.add(fixture.stored("hot" + i, SLICE));
                fixture.stored("other" + i, SLICE);
            }
            for (int i = 0; i < 10; i++) {
                hot.forEach(object -> object.touch(5));
            }
            for (int i = 0; i < 300; i++) {
                fixture.stored("cold" + i, SLICE);
            }
            long left = hot.stream().filter(StoredObject::isComplete).count();
            assertTrue(left >= 19, left + " of 20");
        }
    }

    @Test
    void pinnedKeys_areNeverEvicted() throws IOException {
        StoreSettings settings = StoreFixture.settings(folder, 32, 20, List.of("/pinned/"));
        try (StoreFixture fixture = new StoreFixture(settings)) {
            StoredObject pinned = fixture.stored("/pinned/1", 10 * SLICE);
            fixture.sync();
            for (int i = 0; i < 200; i++) {
                fixture.stored("k" + i, 2 * SLICE);
            }
            assertTrue(pinned.isComplete());
            assertTrue(fixture.store.statistics().evictions()
                            + fixture.store.statistics().objectEvictions()
                    > 100);
        }
    }

    @Test
    void objects_beyondTheirNumber_areEvictedWhole() throws IOException {
        try (StoreFixture fixture = new StoreFixture(StoreFixture.settings(folder, 64, 20, List.of()))) {
            for (int i = 0; i < 200; i++) {
                fixture.stored("k" + i, 100);
                assertTrue(fixture.store.statistics().objects() <= 20);
                assertTrue(StoreFixture.files(folder).size() <= 20);
            }
            StoreStatistics end = fixture.store.statistics();
            assertTrue(end.objectEvictions() > 150, end.toString());
            assertTrue(end.objects() >= 15, end.toString());
            assertEquals(end.objects(), fixture.store.byPrefix("").count());
        }
    }

    @Test
    void notRefetchable_losingASlice_goesWhole() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 16)) {
            StoredObject whole = fixture.store.create("whole", 6 * SLICE, false, PLAIN);
            assertTrue(fill(whole, 0, 6 * SLICE));
            whole.release();
            for (int i = 0; i < 100; i++) {
                fixture.stored("k" + i, SLICE);
                assertTrue(whole.isRemoved() || whole.isComplete(), "a part alone is of no use");
            }
            whole.discard(0);
            fixture.idle();
            assertTrue(whole.isRemoved());
            assertEquals(fixture.store.statistics().bytesUsed(), StoreFixture.onDisk(folder));
        }
    }

    @Test
    void removed_whileRead_keepsItsBytesUntilReleased() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 16)) {
            StoredObject object = fixture.stored("k", 4 * SLICE);
            DataFile file = object.openFile().join();
            assertTrue(object.acquire());
            fixture.store.remove(object);
            object.release();
            fixture.idle();
            assertEquals(4 * SLICE, fixture.store.statistics().bytesCondemned());
            assertEquals(0, fixture.store.statistics().bytesUsed());
            ByteBuffer into = ByteBuffer.allocate(4 * SLICE);
            Checksums.readFully(file.channel(), into, 0);
            assertArrayEquals(bytes("k", 4 * SLICE), into.array());
            file.release();
            fixture.idle();
            assertEquals(0, fixture.store.statistics().bytesCondemned());
            assertEquals(0, fixture.store.statistics().objects());
            assertEquals(List.of(), StoreFixture.files(folder));
            assertFalse(object.acquire());
        }
    }

    @Test
    void openFiles_beyondTheirNumber_areClosedWhenUnused() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 64)) {
            List<StoredObject> objects = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                objects.add(fixture.stored("k" + i, 10));
                assertTrue(
                        fixture.store.statistics().openFiles() <= 9,
                        () -> fixture.store.statistics().toString());
            }
            List<DataFile> used = new ArrayList<>();
            for (StoredObject object : objects.subList(0, 16)) {
                used.add(object.openFile().join());
            }
            Exception refused = assertThrows(
                    Exception.class, () -> objects.get(20).openFile().join());
            assertEquals(StoreBusyException.class, refused.getCause().getClass());
            assertTrue(fixture.store.isUsable(), "the disk is not at fault");
            used.forEach(DataFile::release);
            assertArrayEquals(bytes("k20", 10), read(objects.get(20), 0, 10));
        }
    }

    @Test
    void openedFile_ofAnOpenObject_needsNoWorker() throws IOException {
        List<Runnable> given = new ArrayList<>();
        Consumer<Runnable> workers = given::add;
        try (StoreFixture fixture = new StoreFixture(StoreFixture.settings(folder, 16), workers::accept)) {
            StoredObject object = fixture.stored("k", 10);
            given.clear();
            DataFile open = object.openedFile();
            assertNotNull(open);
            assertTrue(object.openFile().isDone());
            assertEquals(List.of(), given);
            open.release();
            open.release();
        }
    }

    @Test
    void secondStore_inTheSameFolder_isRefused() throws IOException {
        try (StoreFixture _ = StoreFixture.open(folder, 8)) {
            IOException refused = assertThrows(IOException.class, () -> StoreFixture.open(folder, 8));
            assertTrue(refused.getMessage().contains("used as a cache by another process"), refused.getMessage());
        }
        StoreFixture.open(folder, 8).close();
    }
}
