package dev.legato.edge.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes filled slices to the disk, many at once, and then says so in the journal. It runs on the store's own threads and
 * waits for the disk.
 */
final class Syncer {
    private static final Logger LOG = LoggerFactory.getLogger(Syncer.class);

    private final Journal journal;
    private final DataFiles files;
    private final ConcurrentLinkedQueue<Slice> dirty = new ConcurrentLinkedQueue<>();
    private final ReentrantLock running = new ReentrantLock();

    Syncer(Journal journal, DataFiles files) {
        this.journal = journal;
        this.files = files;
    }

    /** Takes a slice whose bytes are written, before its record is appended. */
    void add(Slice slice) {
        dirty.add(slice);
    }

    /** Writes everything filled before the call to the disk. */
    void sync() throws IOException {
        running.lock();
        try {
            long position = journal.position(); // before the slices are taken: what comes between is synced twice
            Map<StoredObject, List<Slice>> byObject = new LinkedHashMap<>();
            for (Slice slice = dirty.poll(); slice != null; slice = dirty.poll()) {
                byObject.computeIfAbsent(slice.object(), _ -> new ArrayList<>()).add(slice);
            }
            boolean complete = true;
            for (Map.Entry<StoredObject, List<Slice>> entry : byObject.entrySet()) {
                complete &= sync(entry.getKey(), entry.getValue());
            }
            if (complete && !byObject.isEmpty()) {
                journal.append(records -> records.synced(position));
            }
            journal.sync();
        } finally {
            running.unlock();
        }
    }

    /** Returns false if the slices are still to be synced. */
    private boolean sync(StoredObject object, List<Slice> slices) {
        if (object.isRemoved()) {
            return true;
        }
        try {
            DataFile file = files.open(object);
            try {
                file.channel().force(false);
            } finally {
                file.release();
            }
            slices.forEach(Slice::synced);
            return true;
        } catch (StoreBusyException _) {
            dirty.addAll(slices);
            return false;
        } catch (NoSuchFileException _) {
            object.abandonFile(); // somebody else has deleted the file
            return true;
        } catch (IOException e) {
            // The kernel may have forgotten what it could not write, and would succeed next time.
            LOG.warn("{}: slices are dropped that could not be written to the disk", object.key(), e);
            slices.forEach(object::discard);
            return true;
        }
    }
}
