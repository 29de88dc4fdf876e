package dev.legato.edge.store;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The slices of one object, and a bitmap of those present. Reading takes no lock and allocates nothing; whoever writes
 * holds the object's lock.
 */
final class SliceTable {
    private static final int CHUNK = Long.SIZE;
    private static final int CHUNK_BITS = 6;

    private volatile AtomicReferenceArray<@Nullable Chunk> chunks;

    private static final class Chunk {
        final AtomicReferenceArray<@Nullable Slot> slots;
        volatile long present;

        Chunk(int size) {
            slots = new AtomicReferenceArray<>(size);
        }
    }

    /** @param slices how many there are expected to be */
    SliceTable(int slices) {
        chunks = new AtomicReferenceArray<>(Math.max(1, chunksOf(slices)));
    }

    private static int chunksOf(int slices) {
        return (slices + CHUNK - 1) >> CHUNK_BITS;
    }

    boolean isPresent(int index) {
        Chunk chunk = chunk(index >> CHUNK_BITS);
        return chunk != null && (chunk.present >>> index & 1) != 0;
    }

    /** Whether all slices {@code first} to {@code last} are present. */
    boolean isPresent(int first, int last) {
        for (int at = first >> CHUNK_BITS; at <= last >> CHUNK_BITS; at++) {
            Chunk chunk = chunk(at);
            long wanted = -1L;
            if (at == first >> CHUNK_BITS) {
                wanted &= -1L << first;
            }
            if (at == last >> CHUNK_BITS) {
                wanted &= -1L >>> (CHUNK - 1 - last);
            }
            if (chunk == null || (chunk.present & wanted) != wanted) {
                return false;
            }
        }
        return true;
    }

    /** Returns what is at a place; null if the slice is absent. */
    @Nullable
    Slot get(int index) {
        Chunk chunk = chunk(index >> CHUNK_BITS);
        int at = index & CHUNK - 1;
        return chunk == null || at >= chunk.slots.length() ? null : chunk.slots.get(at);
    }

    /** Puts a slice to its place; it is present, or unverified. */
    void put(int index, Slice slice, boolean present) {
        Chunk chunk = grow(index);
        chunk.slots.set(index & CHUNK - 1, slice);
        if (present) {
            chunk.present = chunk.present | 1L << index;
        }
    }

    /** Makes a slice absent: readers find that out before anything else happens to its bytes. */
    void clear(int index, @Nullable Slot instead) {
        Chunk chunk = grow(index);
        chunk.present = chunk.present & ~(1L << index);
        chunk.slots.set(index & CHUNK - 1, instead);
    }

    /** Visits every place that is not simply absent. */
    void forEach(ObjIntConsumer<Slot> visitor) {
        AtomicReferenceArray<@Nullable Chunk> all = chunks;
        for (int i = 0; i < all.length(); i++) {
            Chunk chunk = all.get(i);
            for (int j = 0; chunk != null && j < chunk.slots.length(); j++) {
                Slot slot = chunk.slots.get(j);
                if (slot != null) {
                    visitor.accept(slot, i * CHUNK + j);
                }
            }
        }
    }

    private @Nullable Chunk chunk(int at) {
        AtomicReferenceArray<@Nullable Chunk> all = chunks;
        return at < all.length() ? all.get(at) : null;
    }

    private Chunk grow(int index) {
        int at = index >> CHUNK_BITS;
        AtomicReferenceArray<@Nullable Chunk> all = chunks;
        if (at >= all.length()) {
            AtomicReferenceArray<@Nullable Chunk> larger =
                    new AtomicReferenceArray<>(Math.max(at + 1, 2 * all.length()));
            for (int i = 0; i < all.length(); i++) {
                larger.set(i, all.get(i));
            }
            chunks = larger;
            all = larger;
        }
        Chunk chunk = all.get(at);
        if (chunk == null || (index & CHUNK - 1) >= chunk.slots.length()) {
            chunk = enlarge(chunk, index & CHUNK - 1);
            all.set(at, chunk);
        }
        return chunk;
    }

    /** Most objects are shorter than a chunk, so chunks grow as they fill. */
    private static Chunk enlarge(@Nullable Chunk chunk, int last) {
        int size = Math.min(CHUNK, Integer.highestOneBit(last + 3) * 2);
        Chunk larger = new Chunk(size);
        if (chunk != null) {
            for (int i = 0; i < chunk.slots.length(); i++) {
                larger.slots.set(i, chunk.slots.get(i));
            }
            larger.present = chunk.present;
        }
        return larger;
    }
}
