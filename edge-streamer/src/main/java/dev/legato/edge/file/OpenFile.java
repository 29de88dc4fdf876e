package dev.legato.edge.file;

import dev.legato.edge.http.Representation;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file held open, and what answers say about it.
 *
 * <p>Counted by reference: the index holds one, every response under way another. The last to let go closes it, so
 * that a file evicted, replaced or deleted is still sent to its end.
 */
public final class OpenFile {
    private final FileChannel channel;
    private final FileStamp stamp;
    private final Representation representation;
    private final Runnable close;
    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicBoolean checking = new AtomicBoolean();
    private volatile long checkedAt;

    /**
     * @param checkedAt nanoseconds of the index's ticker at which the path led to this file
     * @param close closes the channel, once
     */
    OpenFile(FileChannel channel, FileStamp stamp, Representation representation, long checkedAt, Runnable close) {
        this.channel = channel;
        this.stamp = stamp;
        this.representation = representation;
        this.checkedAt = checkedAt;
        this.close = close;
    }

    public FileChannel channel() {
        return channel;
    }

    public Representation representation() {
        return representation;
    }

    FileStamp stamp() {
        return stamp;
    }

    /** Takes a reference; false if the file is closed already. */
    boolean acquire() {
        int count = references.get();
        while (count > 0) {
            if (references.compareAndSet(count, count + 1)) {
                return true;
            }
            count = references.get();
        }
        return false;
    }

    /** Gives a reference back. */
    public void release() {
        if (references.decrementAndGet() == 0) {
            close.run();
        }
    }

    long checkedAt() {
        return checkedAt;
    }

    void checked(long at) {
        checkedAt = at;
        checking.set(false);
    }

    /** True for the one caller who is to look whether the path still leads here. */
    boolean beginCheck() {
        return !checking.get() && checking.compareAndSet(false, true);
    }
}
