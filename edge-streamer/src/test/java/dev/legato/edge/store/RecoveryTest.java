package dev.legato.edge.store;

import static dev.legato.edge.store.StoreFixture.PLAIN;
import static dev.legato.edge.store.StoreFixture.SLICE;
import static dev.legato.edge.store.StoreFixture.bytes;
import static dev.legato.edge.store.StoreFixture.crash;
import static dev.legato.edge.store.StoreFixture.fill;
import static dev.legato.edge.store.StoreFixture.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store finds that was closed, or was not. */
class RecoveryTest {
    private static final int LENGTH = 5 * SLICE - 1;

    @TempDir
    private Path folder;

    @TempDir
    private Path copy;

    private static StoredObject only(StoreFixture fixture, String key) {
        List<StoredObject> found = fixture.store.find(key);
        assertEquals(1, found.size());
        return found.getFirst();
    }

    @Test
    void closed_everythingIsThereAndVerified() throws IOException {
        Description described = new Description(new byte[] {7}, Set.of("t1", "t2"));
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            fixture.stored("a", LENGTH);
            StoredObject part = fixture.create("b", LENGTH);
            fill(part, SLICE, 2 * SLICE);
            assertTrue(part.describe(described));
            part.release();
            StoredObject unknown = fixture.store.create("u", StoredObject.UNKNOWN, false, PLAIN);
            Fill fill = unknown.begin(0, 1);
            fill.write(ByteBuffer.wrap(bytes("u", LENGTH)));
            assertTrue(fill.commit());
            unknown.release();
            fixture.stored("gone", LENGTH);
            fixture.store.remove(only(fixture, "gone"));
            fixture.create("empty", 0).release();
        }
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            assertArrayEquals(bytes("a", LENGTH), read(only(fixture, "a"), 0, LENGTH));
            assertArrayEquals(bytes("u", LENGTH), read(only(fixture, "u"), 0, LENGTH));
            assertTrue(only(fixture, "empty").isComplete());
            StoredObject part = only(fixture, "b");
            assertTrue(part.isPresent(SLICE, 2 * SLICE));
            assertEquals(List.of(part), fixture.store.byTag("t2").toList());
            assertArrayEquals(new byte[] {7}, part.description().metadata());
            assertEquals(List.of(), fixture.store.find("gone"));
            assertEquals(StoreFixture.onDisk(folder), fixture.store.statistics().bytesUsed());
            assertEquals(4, fixture.store.statistics().objects());
            assertEquals(12, fixture.store.statistics().slices());
            StoredObject fresh = fixture.stored("new", LENGTH);
            assertArrayEquals(bytes("new", LENGTH), read(fresh, 0, LENGTH), "its id is a new one");
        }
    }

    @Test
    void crashed_slicesAfterTheLastSync_areVerifiedFirst() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            StoredObject object = fixture.create("k", LENGTH);
            fill(object, 0, 2 * SLICE);
            fixture.sync();
            fill(object, 2 * SLICE, 2 * SLICE);
            fixture.flush();
            crash(folder, copy);
            object.release();
        }
        damage(copy, 3 * SLICE + 9);
        for (int again = 0; again < 2; again++) { // no mark of a later process changes what is unverified
            try (StoreFixture fixture = StoreFixture.open(copy, 32)) {
                StoredObject object = only(fixture, "k");
                assertTrue(object.isPresent(0, 2 * SLICE));
                assertEquals(Presence.UNVERIFIED, object.presence(2 * SLICE));
                assertFalse(object.isPresent(2 * SLICE, 1));
                fixture.stored("other" + again, 10);
                fixture.sync();
            }
        }
        try (StoreFixture fixture = StoreFixture.open(copy, 32)) {
            StoredObject object = only(fixture, "k");
            assertTrue(object.verify(2 * SLICE).join());
            assertFalse(object.verify(3 * SLICE).join());
            fixture.idle();
            assertTrue(object.isPresent(0, 3 * SLICE));
            assertEquals(Presence.ABSENT, object.presence(3 * SLICE));
            assertEquals(1, fixture.store.statistics().checksumErrors());
        }
        try (StoreFixture fixture = StoreFixture.open(copy, 32)) {
            assertTrue(only(fixture, "k").isPresent(0, 3 * SLICE), "verified once is enough");
        }
    }

    private static void damage(Path folder, long at) throws IOException {
        Path file = StoreFixture.files(folder).getFirst();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), at);
        }
    }

    @Test
    void crashed_whileFilling_leavesNoBlocksBehind() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            StoredObject object = fixture.create("k", LENGTH);
            fill(object, 0, SLICE);
            StoredObject whole = fixture.store.create("w", LENGTH, false, PLAIN);
            Fill first = object.begin(2 * SLICE, SLICE);
            Fill second = whole.begin(0, LENGTH);
            first.write(ByteBuffer.wrap(new byte[SLICE - 1]));
            second.write(ByteBuffer.wrap(new byte[2 * SLICE]));
            fixture.sync();
            crash(folder, copy);
            first.abort();
            second.abort();
        }
        try (StoreFixture fixture = StoreFixture.open(copy, 32)) {
            fixture.idle();
            assertEquals(1, only(fixture, "k").available(0, LENGTH) / SLICE);
            assertEquals(List.of(), fixture.store.find("w"), "it can never be whole");
            assertEquals(SLICE, fixture.store.statistics().bytesUsed());
            assertEquals(SLICE, StoreFixture.onDisk(copy));
            assertEquals(1, StoreFixture.files(copy).size());
        }
    }

    @Test
    void recordsWithoutFiles_andFilesWithoutRecords_areForgotten() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            fixture.stored("kept", 10);
            fixture.stored("lost", 10);
        }
        List<Path> files = StoreFixture.files(folder);
        assertEquals(2, files.size());
        Path lost = files.stream().max(Path::compareTo).orElseThrow();
        Files.delete(lost);
        Files.writeString(lost.resolveSibling("stray"), "x");
        Files.writeString(
                lost.resolveSibling("00000000000ff0" + lost.getParent().getFileName()), "x");
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            assertEquals(1, fixture.store.byPrefix("").count());
            assertArrayEquals(bytes("kept", 10), read(only(fixture, "kept"), 0, 10));
            assertEquals(1, StoreFixture.files(folder).size());
            assertEquals(1, fixture.store.statistics().objects());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no journal", "empty", "other"})
    void journal_thatCannotBeRead_meansAnEmptyStore(String fault) throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            fixture.stored("k", LENGTH);
        }
        Path journal = folder.resolve("journal");
        switch (fault) {
            case "no journal" -> Files.delete(journal);
            case "empty" -> Files.writeString(journal, "");
            default -> Files.writeString(journal, "LEGATOJ0 and more");
        }
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            assertEquals(0, fixture.store.statistics().objects());
            assertEquals(List.of(), StoreFixture.files(folder));
            fixture.stored("k", LENGTH);
        }
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            assertTrue(only(fixture, "k").isComplete());
        }
    }

    @Test
    void journal_damagedInTheMiddle_isTrustedNoMore() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            fixture.stored("k", LENGTH);
            fixture.sync();
        }
        Path journal = folder.resolve("journal");
        byte[] all = Files.readAllBytes(journal);
        all[all.length - 1] ^= 1;
        Files.write(journal, all);
        for (int again = 0; again < 2; again++) {
            try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
                StoredObject object = only(fixture, "k");
                assertEquals(Presence.UNVERIFIED, object.presence(0));
                if (again == 1) {
                    assertTrue(object.verify(0).join());
                    assertTrue(object.isPresent(0, SLICE));
                }
            }
        }
    }

    @Test
    void otherSliceLength_meansAnEmptyStore() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            fixture.stored("k", LENGTH);
        }
        StoreSettings usual = StoreFixture.settings(folder, 32);
        StoreSettings other = new StoreSettings(
                folder,
                usual.maxBytes(),
                usual.maxObjects(),
                usual.maxDescriptionBytes(),
                2 * SLICE,
                usual.maxVariants(),
                usual.maxOpenFiles(),
                List.of(),
                usual.syncInterval(),
                usual.retryAfter(),
                0);
        try (StoreFixture fixture = new StoreFixture(other)) {
            assertEquals(0, fixture.store.statistics().objects());
            assertEquals(List.of(), StoreFixture.files(folder));
        }
    }

    @Test
    void bound_loweredBetween_isReachedAgain() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 64)) {
            for (int i = 0; i < 50; i++) {
                fixture.stored("k" + i, SLICE);
            }
        }
        try (StoreFixture fixture = StoreFixture.open(folder, 16)) {
            fixture.idle();
            StoreStatistics now = fixture.store.statistics();
            assertTrue(now.bytesUsed() <= 16 * SLICE && now.bytesUsed() > 8 * SLICE, now.toString());
            assertEquals(now.bytesUsed(), StoreFixture.onDisk(folder));
        }
    }

    @Test
    void journal_mostlyGarbage_isRewritten() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            StoredObject object = fixture.stored("k", LENGTH);
            for (int i = 0; i < 100; i++) {
                byte[] metadata = new byte[Description.MAX_METADATA];
                metadata[0] = (byte) i;
                assertTrue(object.describe(new Description(metadata, Set.of("tag" + i))));
            }
            fixture.flush();
            assertTrue(fixture.store.statistics().journalBytes() > 100 * Description.MAX_METADATA);
            fixture.sync();
            assertTrue(fixture.store.statistics().journalBytes() < 3 * Description.MAX_METADATA);
            fixture.stored("later", 10);
        }
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            StoredObject object = only(fixture, "k");
            assertEquals(99, object.description().metadata()[0]);
            assertEquals(Set.of("tag99"), object.description().tags());
            assertTrue(object.isComplete());
            assertTrue(only(fixture, "later").isComplete());
        }
    }

    @Test
    void scrub_findsWhatTheDiskHasSpoiled() throws IOException {
        try (StoreFixture fixture = StoreFixture.open(folder, 32)) {
            StoredObject object = fixture.stored("k", LENGTH);
            fixture.sync();
            damage(folder, SLICE + 5);
            fixture.store.maintenance().scrub(SLICE);
            assertTrue(object.isComplete(), "a slice per run is read, and the first is right");
            fixture.store.maintenance().scrub(SLICE);
            fixture.idle();
            assertEquals(Presence.ABSENT, object.presence(SLICE));
            assertEquals(1, fixture.store.statistics().checksumErrors());
            fixture.store.maintenance().scrub(100 * SLICE);
            assertEquals(4, fixture.store.statistics().slices(), "the others are right");
        }
    }
}
