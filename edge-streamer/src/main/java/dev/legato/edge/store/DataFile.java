package dev.legato.edge.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open file of an object: its bytes lie at their own offsets, with holes where slices are absent. It stays open, and
 * its object's bytes stay on the disk, as long as somebody holds a reference.
 *
 * <p>Before bytes are sent, {@link StoredObject#isPresent} or {@link StoredObject#available} has to say that they are
 * there. Any thread may call this class.
 */
public final class DataFile {
    private final StoredObject object;
    private final FileChannel channel;
    private final int descriptor;
    private final DataFiles files;

    /** The object holds one reference while new users may find the file, each user another. */
    private final AtomicInteger references = new AtomicInteger(2);

    private volatile boolean used = true;

    DataFile(StoredObject object, FileChannel channel, int descriptor, DataFiles files) {
        this.object = object;
        this.channel = channel;
        this.descriptor = descriptor;
        this.files = files;
    }

    /** The object whose bytes these are. */
    public StoredObject object() {
        return object;
    }

    /** The file for reads by position. Do not close it, and do not interrupt a thread that reads: that would close it. */
    public FileChannel channel() {
        return channel;
    }

    /** The file's descriptor, for {@code sendfile}; -1 where there are no native calls. Do not close it. */
    public int descriptor() {
        return descriptor;
    }

    /** Takes a reference; false if the file is closed already. */
    public boolean acquire() {
        int count = references.get();
        while (count > 0) {
            if (references.compareAndSet(count, count + 1)) {
                if (!used) {
                    used = true;
                }
                return true;
            }
            count = references.get();
        }
        return false;
    }

    /** Gives a reference back. The last one closes the file, on a worker. */
    public void release() {
        if (references.decrementAndGet() == 0) {
            files.closeLater(this);
        }
    }

    /** Whether it was used since the last call, or is in use. */
    boolean clearUsed() {
        boolean was = used || references.get() > 1;
        used = false;
        return was;
    }

    void close() {
        SparseFiles.close(descriptor);
        try {
            channel.close();
        } catch (IOException _) {
            // What was not synced is verified later or dropped.
        }
    }
}
