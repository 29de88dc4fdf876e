package dev.legato.edge.file;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Of a file whose changes are told. It is looked at after one was, and once in a while, since not all are: neither stores
 * to mapped memory nor what another machine does.
 */
final class NotifiedWitness implements Witness {
    private static final long LOOK_NANOS = 100_000_000;
    private static final int NEVER = -1;

    private final ByDescriptor file;
    private final ChangeNotices notices;
    private final int watch;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private volatile int changesSeen = NEVER; // it may have changed just before it was watched
    private volatile long lookedAt;

    /** @param watch the number it is told of by */
    NotifiedWitness(ByDescriptor file, ChangeNotices notices, int watch) {
        this.file = file;
        this.notices = notices;
        this.watch = watch;
    }

    /**
     * Says that it has changed somehow.
     *
     * @param written true if somebody wrote to it or cut it
     */
    void changed(boolean written) {
        if (written) {
            writes.incrementAndGet();
        }
        changes.incrementAndGet();
    }

    @Override
    public boolean isCurrent(long now) {
        int told = changes.get();
        if (told == changesSeen && now - lookedAt < LOOK_NANOS) {
            return true;
        }
        // Whoever writes may have set all that shows back to what it was.
        if (writes.get() != 0 || !file.isCurrent(now)) {
            return false;
        }
        lookedAt = now;
        changesSeen = told;
        return true;
    }

    @Override
    public boolean isAt(FileStamp stamp) {
        return file.isAt(stamp);
    }

    @Override
    public @Nullable FileStamp look() {
        return file.look();
    }

    @Override
    public Told told() {
        notices.pollChanges();
        return new Told(changes.get(), writes.get());
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
        notices.forget(watch, this);
        file.close();
    }
}
