package dev.legato.edge.store;

import java.util.concurrent.Executor;

/**
 * What the objects of one store share.
 *
 * @param bytes of disk
 * @param objects how many there are
 * @param descriptions heap that they take
 * @param holes whether the file system can punch holes; if not, objects are evicted whole
 * @param workers may wait for the disk
 */
record StoreParts(
        StoreSettings settings,
        StoreFolder folder,
        Slicing slicing,
        Space bytes,
        Space objects,
        Space descriptions,
        EvictionPolicy<Slice> slicePolicy,
        EvictionPolicy<StoredObject> objectPolicy,
        ObjectIndex index,
        Journal journal,
        DataFiles files,
        Reclaimer reclaimer,
        Syncer syncer,
        Verifier verifier,
        Health health,
        Counters counters,
        boolean holes,
        Executor workers) {
    /** Reserves disk space; if there is none, has some evicted for later and returns false. */
    boolean reserve(long amount) {
        if (bytes.reserve(amount)) {
            return true;
        }
        long shortage = bytes.shortage(amount);
        if (shortage > 0) {
            slicePolicy.evictColdest(shortage + settings.headroom() / 2);
        }
        return false;
    }

    /** Everything that is stored, as journal records. */
    Iterable<JournalEvents.Entry> snapshot() {
        return () -> index.byPrefix("")
                .map(object -> (JournalEvents.Entry) object.state()::snapshot)
                .iterator();
    }

    /**
     * Bounds the store by its settings and by what is free on its disk, which others may take as well, and leaves the
     * policy what pinned slices, fills and users of removed objects do not take.
     */
    void bound() {
        long onDisk = bytes.used() + bytes.condemned() + folder.freeBytes() - 2L * settings.sliceBytes();
        bytes.bound(Math.clamp(onDisk, 0, settings.maxBytes()));
        long condemned = Math.max(0, bytes.condemned() - settings.headroom());
        long headroom = Math.min(settings.headroom(), bytes.max() / 4);
        slicePolicy.bound(Math.max(0, bytes.max() - headroom - condemned - counters.pinnedBytes.sum()));
    }
}
