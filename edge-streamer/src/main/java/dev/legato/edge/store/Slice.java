package dev.legato.edge.store;

/** A slice that was filled to its end: present, or unverified until its checksum was compared. */
final class Slice implements Slot {
    private static final int GOLDEN_RATIO = 0x9e3779b9;
    private static final int MIX = 0x85ebca6b;

    private final StoredObject object;
    private final int index;
    private final int length;
    private final int checksum;
    private volatile boolean synced;

    /**
     * @param index offset divided by the length of a slice
     * @param length bytes; fewer than others have only in the last one
     * @param checksum CRC32C
     */
    Slice(StoredObject object, int index, int length, int checksum) {
        this.object = object;
        this.index = index;
        this.length = length;
        this.checksum = checksum;
    }

    StoredObject object() {
        return object;
    }

    int index() {
        return index;
    }

    int length() {
        return length;
    }

    int checksum() {
        return checksum;
    }

    /** Disk space that it takes. */
    int weight() {
        return (int) StoreSettings.onDisk(length);
    }

    /** Whether its bytes are known to be on the disk. */
    boolean isSynced() {
        return synced;
    }

    void synced() {
        synced = true;
    }

    /** Forgets that the bytes are on the disk, since the journal that says so is damaged. */
    void doubt() {
        synced = false;
    }

    /** That of the same slice when it was stored last time, so that its popularity outlives its eviction. */
    @Override
    public int hashCode() {
        int hash = object.hashCode() + index * GOLDEN_RATIO;
        hash = (hash ^ hash >>> 16) * MIX;
        return hash ^ hash >>> 15;
    }

    /** Each stored slice is another one. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }
}
