package dev.legato.edge.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The bounds of a store.
 *
 * @param folder everything is kept in; no other process may use it
 * @param maxBytes disk space of bodies, those being filled and those not yet freed included; the journal is apart
 * @param maxObjects each has a file, so this bounds the inodes as well
 * @param maxDescriptionBytes heap that keys, metadata and tags of all objects may take
 * @param sliceBytes the length of a slice, a multiple of 4096
 * @param maxVariants objects that may share a key; a further one removes the oldest
 * @param maxOpenFiles files kept open while nobody uses them, two descriptors each; at twice as many no more is opened
 * @param pinnedPrefixes of keys whose objects are never evicted
 * @param syncInterval how long a slice may be in the page cache alone
 * @param retryAfter how long a store stays unusable after a disk error before it is tried again
 * @param scrubBytesPerSecond of slices read again to verify their checksums; 0 for no scrub
 */
public record StoreSettings(
        Path folder,
        long maxBytes,
        int maxObjects,
        long maxDescriptionBytes,
        int sliceBytes,
        int maxVariants,
        int maxOpenFiles,
        List<String> pinnedPrefixes,
        Duration syncInterval,
        Duration retryAfter,
        long scrubBytesPerSecond) {
    /** The length of a slice unless another is set. */
    public static final int SLICE_BYTES = 1 << 20;

    /** Disks allocate blocks of this many bytes. */
    static final int BLOCK = 4096;

    /** By then the kernel has written most of it by itself, and a sync costs little. */
    private static final Duration SYNC_INTERVAL = Duration.ofSeconds(30);

    private static final int MIN_SLICES = 8;
    private static final int HEADROOM_PART = 16;
    private static final int MIN_HEADROOM_SLICES = 2;
    private static final int MAX_HEADROOM_SLICES = 256;

    public StoreSettings {
        pinnedPrefixes = List.copyOf(pinnedPrefixes);
        if (sliceBytes < BLOCK || sliceBytes % BLOCK != 0) {
            throw new IllegalArgumentException(
                    "sliceBytes: %d (expected: a multiple of %d)".formatted(sliceBytes, BLOCK));
        }
        if (maxBytes / sliceBytes < MIN_SLICES) {
            throw new IllegalArgumentException(
                    "maxBytes: %d (expected: >= %d slices of %d)".formatted(maxBytes, MIN_SLICES, sliceBytes));
        }
        if (maxObjects < 1 || maxDescriptionBytes < 1 || maxVariants < 1 || maxOpenFiles < 1) {
            throw new IllegalArgumentException(
                    "maxObjects %d, maxDescriptionBytes %d, maxVariants %d, maxOpenFiles %d (expected: >= 1)"
                            .formatted(maxObjects, maxDescriptionBytes, maxVariants, maxOpenFiles));
        }
    }

    /** Returns the usual settings: slices of 1 MiB, as many objects as slices, a sync every 30 s, 4 MiB/s scrubbed. */
    public static StoreSettings of(Path folder, long maxBytes) {
        return new StoreSettings(
                folder,
                maxBytes,
                Math.clamp(maxBytes / SLICE_BYTES, 1024, 4_000_000),
                256L << 20,
                SLICE_BYTES,
                16,
                4096,
                List.of(),
                SYNC_INTERVAL,
                Duration.ofSeconds(10),
                4L << 20);
    }

    boolean isPinned(String key) {
        for (String prefix : pinnedPrefixes) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes set aside for slices that are being filled, or were evicted and are not yet free. */
    long headroom() {
        long slices = Math.clamp(maxBytes / sliceBytes / HEADROOM_PART, MIN_HEADROOM_SLICES, MAX_HEADROOM_SLICES);
        return slices * sliceBytes;
    }

    /** The disk space of so many bytes. */
    static long onDisk(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
}
