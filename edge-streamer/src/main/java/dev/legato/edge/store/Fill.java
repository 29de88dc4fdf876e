package dev.legato.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes slices of an object in their order. It is the only writer of the slices it was given; others read behind its
 * watermark while it writes. A slice that is full is present at once.
 *
 * <p>When it has written all it was given it goes on with the next slice, if that is absent and there is room; if not, it
 * discards that slice's bytes. So one fill takes a whole object, of unknown length as well.
 *
 * <p>One thread at a time writes and ends it. {@link #write} waits for the disk; {@link #commit} and {@link #abort} do not.
 * Each fill has to be ended by one of the two, since it holds a reference and space.
 */
public final class Fill implements Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Fill.class);

    private final StoredObject object;
    private final StoreParts parts;
    private final Slicing slicing;
    private final int first;
    private final long lengthAtBegin;
    private final CRC32C checksum = new CRC32C();
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(Comparator.comparingLong(Waiter::offset));
    private @Nullable DataFile file;
    private int end;
    private boolean skipping;
    private boolean ended;
    private volatile long position;

    private record Waiter(long offset, Runnable callback) {}

    Fill(StoredObject object, StoreParts parts, int first) {
        this.object = object;
        this.parts = parts;
        this.slicing = parts.slicing();
        this.first = first;
        this.end = first;
        this.lengthAtBegin = object.length();
        this.position = slicing.start(first);
    }

    /** @param next the slice after the last one it was given */
    void claimed(int next) {
        end = next;
    }

    /** The space reserved for a slice. */
    long reservation(int index) {
        return StoreSettings.onDisk(slicing.length(index, lengthAtBegin));
    }

    /** The object that is filled. */
    public StoredObject object() {
        return object;
    }

    /** The offset of the first byte to be written. */
    public long offset() {
        return slicing.start(first);
    }

    /** The offset after the last byte of the slices it was given so far. */
    public long end() {
        long bytes = slicing.start(end);
        return lengthAtBegin < 0 ? bytes : Math.min(bytes, lengthAtBegin);
    }

    /** The watermark: the offset of the next byte to be written. */
    public long position() {
        return position;
    }

    /**
     * Obtains room for the next bytes, if the object has to be stored whole; one of which a part may lack is written
     * without. The space of what was evicted is free only when no event loop can be sending from it, so it may be there
     * a little later. Does not wait.
     *
     * @return false if there is none at present; true if there will never be any, so that {@link #write} fails
     */
    public boolean hasRoom(long count) {
        int last = slicing.index(position + Math.max(1, count) - 1);
        while (!ended && !object.isRefetchable() && end <= last && end < StoredObject.MAX_SLICES) {
            if (!object.claim(this, end)) {
                return slicing.start(end)
                        >= parts.settings().maxBytes() - parts.settings().headroom();
            }
            end++;
        }
        return true;
    }

    /**
     * Writes the next bytes, all of them. Waits for the disk.
     *
     * @return false if some were discarded, for lack of room or because they are stored already
     * @throws IOException if the disk fails, there are more bytes than the object has, or the fill has ended; it is
     *     aborted then. A {@link NoRoomException} if the object has to be stored whole and there is no room
     */
    public boolean write(ByteBuffer bytes) throws IOException {
        boolean stored = true;
        try {
            while (bytes.hasRemaining()) {
                stored &= writeToSlice(bytes);
            }
        } catch (IOException e) {
            abort();
            throw e;
        }
        wake(position);
        return stored;
    }

    private boolean writeToSlice(ByteBuffer bytes) throws IOException {
        if (ended) {
            throw new IOException("the fill has ended");
        }
        long begin = position;
        int index = slicing.index(begin);
        int room = (int) (slicing.start(index) + slicing.length(index, lengthAtBegin) - begin);
        if (room <= 0 || index >= StoredObject.MAX_SLICES) {
            throw new IOException("%s: more than %d bytes".formatted(object.key(), begin));
        }
        if (index >= end) {
            end = index + 1;
            skipping = !object.claim(this, index);
            if (skipping && !object.isRefetchable()) {
                abort();
                throw new NoRoomException(object.key());
            }
        }
        int count = Math.min(room, bytes.remaining());
        boolean stored = !skipping;
        if (stored) {
            ByteBuffer part = bytes.slice(bytes.position(), count);
            checksum.update(part.duplicate());
            writeFully(part);
        }
        boolean _ = bytes.position(bytes.position() + count).hasRemaining();
        if (count == room) {
            finishSlice(index);
        }
        position = begin + count;
        return stored;
    }

    private void writeFully(ByteBuffer part) throws IOException {
        try {
            DataFile open = file;
            if (open == null) {
                open = parts.files().open(object);
                file = open;
            }
            long at = position;
            while (part.hasRemaining()) {
                at += open.channel().write(part, at);
            }
        } catch (IOException e) {
            parts.health().failed(e);
            throw e;
        }
    }

    private void finishSlice(int index) {
        if (!skipping) {
            int length = slicing.length(index, object.length());
            object.commit(new Slice(object, index, length, (int) checksum.getValue()), reservation(index));
        }
        checksum.reset();
        skipping = false;
    }

    /**
     * Ends the fill after its last byte. If the object's length was unknown, it is the bytes written.
     *
     * @return whether the bytes end where a slice does, and nothing that was begun is given up
     */
    public boolean commit() {
        if (ended) {
            return false;
        }
        int index = slicing.index(position);
        boolean begun = position > slicing.start(index);
        if (object.length() < 0) {
            object.state().complete(position);
            if (begun) {
                finishSlice(index);
            }
        }
        boolean whole = position == object.length();
        boolean all = whole || (!begun && index >= end);
        if (whole && begun) {
            index++; // the last slice, shorter than others
        }
        giveUp(index);
        return all;
    }

    /** Ends the fill before its time. Slices that are full stay; what was written of another one is given up. */
    public void abort() {
        if (!ended) {
            giveUp(slicing.index(position));
        }
    }

    private void giveUp(int from) {
        ended = true;
        for (int index = from; index < end; index++) {
            boolean skipped = index == from && skipping;
            if (!skipped && isMine(index)) {
                object.abandon(index, reservation(index), position > slicing.start(index));
            }
        }
        if (!object.isRefetchable() && !object.isComplete()) {
            boolean _ = parts.index().remove(object); // the rest can never be fetched
        }
        DataFile open = file;
        if (open != null) {
            open.release();
        }
        wake(Long.MAX_VALUE);
        object.endFill();
    }

    /** Registers a callback; false if the fill has ended or the byte is written. */
    boolean await(long offset, Runnable callback) {
        synchronized (waiters) {
            return position <= offset && isMine(slicing.index(offset)) && waiters.add(new Waiter(offset, callback));
        }
    }

    private boolean isMine(int index) {
        return object.state().table().get(index) == this;
    }

    void cancel(Runnable callback) {
        synchronized (waiters) {
            boolean _ = waiters.removeIf(waiter -> waiter.callback() == callback);
        }
    }

    private void wake(long before) {
        List<Waiter> woken = new ArrayList<>();
        synchronized (waiters) {
            for (Waiter next = waiters.peek(); next != null && next.offset() < before; next = waiters.peek()) {
                woken.add(waiters.remove());
            }
        }
        for (Waiter waiter : woken) {
            try {
                waiter.callback().run();
            } catch (RuntimeException e) {
                LOG.error("A callback of a fill fails", e); // the fill itself goes on
            }
        }
    }
}
