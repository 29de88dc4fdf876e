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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filling and reading one object. */
class StoredObjectTest {
    private static final int SLICES = 10;
    private static final int LENGTH = SLICES * SLICE - 100;

    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private StoredObject object;

    @BeforeEach
    void open() throws IOException {
        fixture = StoreFixture.open(folder, 64);
        object = fixture.create("k", LENGTH);
    }

    @AfterEach
    void close() throws IOException {
        object.release();
        fixture.close();
    }

    private long used() {
        return fixture.store.statistics().bytesUsed();
    }

    private static ByteBuffer part(int offset, int count) {
        return ByteBuffer.wrap(bytes("k", LENGTH), offset, count);
    }

    @Test
    void fill_ofTheWhole_isCompleteAndReadsTheSame() throws IOException {
        assertTrue(fill(object, 0, LENGTH));
        assertTrue(object.isComplete());
        assertArrayEquals(bytes("k", LENGTH), read(object, 0, LENGTH));
        assertEquals(List.of(), object.missing(0, LENGTH));
        assertEquals(SLICES * (long) SLICE, used());
    }

    @Test
    void missing_betweenSlices_isJoinedAndClipped() {
        assertTrue(fill(object, 2 * SLICE, 2 * SLICE));
        assertTrue(fill(object, 6 * SLICE, SLICE));
        assertEquals(
                List.of(
                        new Extent(0, 2 * SLICE),
                        new Extent(4 * SLICE, 2 * SLICE),
                        new Extent(7 * SLICE, LENGTH - 7 * SLICE)),
                object.missing(0, Long.MAX_VALUE >> 1));
        assertEquals(List.of(new Extent(SLICE, SLICE)), object.missing(SLICE + 5, 2 * SLICE));
        assertTrue(object.isPresent(2 * SLICE + 1, 2 * SLICE - 1));
        assertFalse(object.isPresent(2 * SLICE - 1, 2));
        assertFalse(object.isPresent(4 * SLICE - 1, 2));
    }

    @Test
    void begin_ofASliceBeingFilled_isRefused() throws IOException {
        Fill first = object.begin(2 * SLICE, 3 * SLICE);
        assertEquals(2 * SLICE, first.offset());
        assertEquals(5 * SLICE, first.end());
        assertNull(object.begin(3 * SLICE, 1));
        Fill before = object.begin(0, LENGTH);
        assertEquals(2 * SLICE, before.end(), "up to the slices of the other");
        assertEquals(Presence.FILLING, object.presence(0));
        assertEquals(List.of(new Extent(5 * SLICE, LENGTH - 5 * SLICE)), object.missing(0, LENGTH));
        before.abort();
        first.abort();
        Fill again = object.begin(3 * SLICE, 1);
        assertNotNull(again);
        again.abort();
        assertEquals(0, fixture.store.statistics().bytesReserved());
    }

    @Test
    void write_movesTheWatermark_andWakesWhoWaits() throws IOException {
        Fill fill = object.begin(0, 2 * SLICE);
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        assertTrue(object.await(10, first::incrementAndGet));
        assertTrue(object.await(SLICE + 10, second::incrementAndGet));
        fill.write(part(0, 10));
        assertEquals(0, first.get(), "byte 10 is not there yet");
        fill.write(part(10, 1));
        assertEquals(1, first.get());
        assertEquals(11, object.available(0, LENGTH));
        assertEquals(6, object.available(5, LENGTH));
        assertEquals(0, object.available(11, LENGTH));
        assertFalse(object.await(5, () -> {}), "it can be read");
        assertFalse(object.isPresent(0, 1));
        assertArrayEquals(bytes("k", 11), read(object, 0, 100));
        fill.write(part(11, SLICE));
        assertTrue(object.isPresent(0, SLICE));
        assertEquals(1, second.get());
        assertEquals(SLICE + 11, object.available(0, LENGTH));
        fill.abort();
        assertEquals(SLICE, object.available(0, LENGTH));
        assertEquals(1, first.get());
    }

    @Test
    void abort_wakesWhoWaits_andCancelledOnesSleep() {
        Fill fill = object.begin(0, SLICE);
        AtomicInteger woken = new AtomicInteger();
        Runnable cancelled = () -> woken.addAndGet(100);
        assertTrue(object.await(10, woken::incrementAndGet));
        assertTrue(object.await(10, cancelled));
        object.cancel(10, cancelled);
        fill.abort();
        assertEquals(1, woken.get());
        assertFalse(object.await(10, () -> {}));
    }

    @Test
    void callback_thatThrows_doesNotEndTheFill() throws IOException {
        Fill fill = object.begin(0, SLICE);
        assertTrue(object.await(0, () -> {
            throw new IllegalStateException("expected in the log");
        }));
        assertTrue(fill.write(part(0, SLICE)));
        assertTrue(fill.commit());
    }

    @Test
    void abort_inTheMiddle_freesWhatWasWritten() throws IOException {
        Fill fill = object.begin(0, LENGTH);
        fill.write(part(0, SLICE + SLICE / 2));
        fixture.holdGraces();
        fill.abort();
        assertEquals(SLICE, used());
        assertEquals(0, fixture.store.statistics().bytesReserved());
        assertEquals(SLICE, fixture.store.statistics().bytesCondemned());
        assertNull(object.begin(SLICE, 1), "not before its blocks are free");
        fixture.graces.remove().run();
        fixture.idle();
        assertEquals(0, fixture.store.statistics().bytesCondemned());
        assertEquals(SLICE, StoreFixture.onDisk(folder));
        assertTrue(fill(object, SLICE, SLICE));
        assertArrayEquals(bytes("k", 2 * SLICE), read(object, 0, LENGTH));
    }

    @Test
    void commit_beforeTheEnd_givesTheRestUp() throws IOException {
        Fill fill = object.begin(0, LENGTH);
        fill.write(part(0, SLICE + 1));
        assertFalse(fill.commit());
        assertTrue(object.isPresent(0, SLICE));
        assertEquals(Presence.ABSENT, object.presence(SLICE));
        assertFalse(fill.commit(), "it has ended");
        assertThrows(IOException.class, () -> fill.write(part(0, 1)));
    }

    @Test
    void write_acrossSlicesThatAreThere_skipsThem() throws IOException {
        assertTrue(fill(object, 3 * SLICE, SLICE));
        Fill fill = object.begin(0, 1);
        boolean stored = true;
        for (int at = 0; at < LENGTH; at += 1000) {
            stored &= fill.write(part(at, Math.min(1000, LENGTH - at)));
        }
        assertFalse(stored, "slice 3 was there");
        assertTrue(fill.commit());
        assertTrue(object.isComplete());
        assertArrayEquals(bytes("k", LENGTH), read(object, 0, LENGTH));
        assertEquals(SLICES, fixture.store.statistics().slices());
    }

    @Test
    void write_ofMoreThanTheLength_fails() throws IOException {
        Fill fill = object.begin(9 * SLICE, 1);
        assertTrue(fill.write(part(9 * SLICE, LENGTH - 9 * SLICE)));
        assertThrows(IOException.class, () -> fill.write(part(0, 1)));
        assertTrue(object.isPresent(9 * SLICE, LENGTH - 9 * SLICE), "what was right stays");
        assertTrue(fixture.store.isUsable(), "the disk is not at fault");
    }

    @Test
    void unknownLength_isSetByCommit() throws IOException {
        StoredObject unknown = fixture.store.create("u", StoredObject.UNKNOWN, false, PLAIN);
        Fill fill = unknown.begin(0, Long.MAX_VALUE >> 1);
        byte[] bytes = bytes("u", 70 * SLICE / 10);
        fill.write(ByteBuffer.wrap(bytes));
        assertEquals(bytes.length, unknown.available(0, LENGTH));
        assertFalse(unknown.isComplete());
        assertTrue(fill.commit());
        assertEquals(bytes.length, unknown.length());
        assertTrue(unknown.isComplete());
        assertArrayEquals(bytes, read(unknown, 0, LENGTH));
        assertEquals(List.of(unknown), fixture.store.find("u"));
        assertEquals(7 * SLICE, used());
        assertEquals(0, fixture.store.statistics().bytesReserved());
        unknown.release();
    }

    @Test
    void unknownLength_withoutBytes_isEmpty() {
        StoredObject unknown = fixture.store.create("u", StoredObject.UNKNOWN, true, PLAIN);
        Fill fill = unknown.begin(0, 1);
        assertTrue(fill.commit());
        assertEquals(0, unknown.length());
        assertTrue(unknown.isComplete());
        assertEquals(0, fixture.store.statistics().bytesReserved());
        unknown.release();
    }

    @Test
    void notRefetchable_brokenOff_isRemoved() throws IOException {
        StoredObject whole = fixture.store.create("w", LENGTH, false, PLAIN);
        Fill fill = whole.begin(0, LENGTH);
        fill.write(ByteBuffer.wrap(bytes("w", 3 * SLICE)));
        fill.abort();
        assertTrue(whole.isRemoved());
        assertEquals(List.of(), fixture.store.find("w"));
        assertEquals(3 * SLICE, whole.available(0, LENGTH), "its readers go on");
        whole.release();
        fixture.idle();
        assertEquals(0, fixture.store.statistics().bytesCondemned());
        assertEquals(List.of(), StoreFixture.files(folder));
    }

    @Test
    void discard_dropsTheSlice_andCountsIt() {
        assertTrue(fill(object, 0, LENGTH));
        object.discard(SLICE + 1);
        fixture.idle();
        assertEquals(List.of(new Extent(SLICE, SLICE)), object.missing(0, LENGTH));
        assertEquals(1, fixture.store.statistics().checksumErrors());
        assertEquals((SLICES - 1) * (long) SLICE, used());
    }

    @Test
    void read_acrossAHole_endsBeforeIt() throws IOException {
        assertTrue(fill(object, 0, 2 * SLICE));
        assertTrue(fill(object, 3 * SLICE, SLICE));
        assertEquals(2 * SLICE, read(object, 0, LENGTH).length);
        assertArrayEquals(
                Arrays.copyOfRange(bytes("k", LENGTH), 3 * SLICE + 7, 4 * SLICE), read(object, 3 * SLICE + 7, LENGTH));
        assertEquals(-1, object.read(ByteBuffer.allocate(1), 2 * SLICE));
    }
}
