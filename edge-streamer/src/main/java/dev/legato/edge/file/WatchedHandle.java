package dev.legato.edge.file;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a file whose changes the kernel reports. It asks the file itself only after a report, and every 100 ms
 * besides, since not everything is reported: neither stores to mapped memory nor what another machine does.
 */
final class WatchedHandle implements FileHandle {
    private static final long CHECK_NANOS = 100_000_000;
    private static final int NEVER = -1;

    private final ByDescriptor file;
    private final ChangeNotices notices;
    private final int watch;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private volatile int checkedChanges = NEVER; // it may have changed just before it was watched
    private volatile long checkedAt;

    /** @param watch the number under which the kernel reports it */
    WatchedHandle(ByDescriptor file, ChangeNotices notices, int watch) {
        this.file = file;
        this.notices = notices;
        this.watch = watch;
    }

    /**
     * Counts a change that was reported.
     *
     * @param written whether the file was written to or truncated
     */
    void changed(boolean written) {
        if (written) {
            writes.incrementAndGet();
        }
        changes.incrementAndGet();
    }

    @Override
    public boolean isCurrent(long now) {
        int reported = changes.get();
        if (reported == checkedChanges && now - checkedAt < CHECK_NANOS) {
            return true;
        }
        // The writer may have restored everything that the stamp shows.
        if (writes.get() != 0 || !file.isCurrent(now)) {
            return false;
        }
        checkedAt = now;
        checkedChanges = reported;
        return true;
    }

    @Override
    public boolean matches(FileStamp stamp) {
        return file.matches(stamp);
    }

    @Override
    public @Nullable FileStamp currentStamp() {
        return file.currentStamp();
    }

    @Override
    public Changes changes() {
        notices.pollChanges();
        return new Changes(changes.get(), writes.get());
    }

    @Override
    public boolean isResident(long offset, long length) {
        return file.isResident(offset, length);
    }

    @Override
    public int readCached(long address, int length, long offset) {
        return file.readCached(address, length, offset);
    }

    @Override
    public boolean isSendable() {
        return true;
    }

    @Override
    public long sendTo(int socket, long offset, long count) {
        return file.sendTo(socket, offset, count);
    }

    @Override
    public void close() {
        notices.unwatch(watch, this);
        file.close();
    }
}
