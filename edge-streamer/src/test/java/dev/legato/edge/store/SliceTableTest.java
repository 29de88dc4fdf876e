package dev.legato.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceTableTest {
    private static final int SLICES = 700;

    @TempDir
    private Path folder;

    private final SliceTable table = new SliceTable(1);
    private StoredObject object;

    @BeforeEach
    void createObject() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(folder, 8)) {
            object = fixture.create("k", 1);
        }
    }

    private Slice slice(int index) {
        return new Slice(object, index, 1, 0);
    }

    @Test
    void isPresent_ofEveryRange_agreesWithABitSet() {
        BitSet expected = new BitSet();
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            int index = random.nextInt(SLICES);
            if (random.nextInt(4) > 0) {
                table.put(index, slice(index), true);
                expected.set(index);
            } else {
                table.clear(index, null);
                expected.clear(index);
            }
            int first = random.nextInt(SLICES);
            int last = first + random.nextInt(SLICES - first);
            assertEquals(expected.nextClearBit(first) > last, table.isPresent(first, last), first + "-" + last);
            assertEquals(expected.get(index), table.isPresent(index));
        }
    }

    @Test
    void isPresent_beyondTheTable_isFalse() {
        assertFalse(table.isPresent(1 << 25));
        assertFalse(table.isPresent(0, 1 << 25));
        assertNull(table.get(1 << 25));
    }

    @Test
    void put_unverified_isThereAndNotPresent() {
        Slice slice = slice(70);
        table.put(70, slice, false);
        assertFalse(table.isPresent(70));
        assertEquals(slice, table.get(70));
        table.put(70, slice, true);
        assertTrue(table.isPresent(70, 70));
    }

    @Test
    void forEach_visitsWhatIsThere_withItsIndex() {
        int[] indexes = {0, 5, 63, 64, 300};
        BitSet expected = new BitSet();
        for (int index : indexes) {
            table.put(index, slice(index), true);
            expected.set(index);
        }
        BitSet seen = new BitSet();
        table.forEach((slot, index) -> {
            assertEquals(index, ((Slice) slot).index());
            seen.set(index);
        });
        assertEquals(expected, seen);
    }
}
