package dev.legato.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A body on disk, whole or in part, with its description. Its bytes never change: another version is another object.
 *
 * <p>References are counted: the index holds one, every user another. An object that was removed can no longer be found,
 * but its bytes stay until the last user releases it.
 *
 * <p>Any thread may call the methods; those that wait for the disk say so.
 */
public final class StoredObject {
    /** The most bytes of a key in UTF-8. */
    public static final int MAX_KEY = 4096;

    /** The most slices of an object. */
    public static final int MAX_SLICES = 1 << 20;

    /** The length of an object that is not known yet. */
    public static final long UNKNOWN = -1;

    private static final int MAX_ATTEMPTS = 3;

    private final StoreParts parts;
    private final long id;
    private final String key;
    private final boolean refetchable;
    private final boolean pinned;
    private final ObjectState state;
    private final AtomicInteger references = new AtomicInteger(1);
    private volatile @Nullable DataFile file;
    private volatile boolean fileExpected;
    private volatile @Nullable Object companion;

    /** @param length complete length, or {@link #UNKNOWN} */
    StoredObject(StoreParts parts, long id, String key, long length, boolean refetchable, Description description) {
        this.parts = parts;
        this.id = id;
        this.key = key;
        this.refetchable = refetchable;
        this.pinned = parts.settings().isPinned(key);
        this.state = new ObjectState(this, parts, length, description);
    }

    /**
     * Returns what the store's user keeps with the object, which is made once and lives as long as it.
     *
     * @param make makes it; may return null, and is asked again then
     */
    public <T> @Nullable T companion(Class<T> type, Supplier<@Nullable T> make) {
        Object known = companion;
        if (known == null) {
            synchronized (this) {
                known = companion;
                if (known == null) {
                    known = make.get();
                    companion = known;
                }
            }
        }
        return known == null ? null : type.cast(known);
    }

    long id() {
        return id;
    }

    ObjectState state() {
        return state;
    }

    public String key() {
        return key;
    }

    /** What was last given as its description. */
    public Description description() {
        return state.description();
    }

    /** The complete length in bytes, or {@link #UNKNOWN}. */
    public long length() {
        return state.length();
    }

    /** Whether slices can be fetched again; if not, the object goes when one of them does. */
    public boolean isRefetchable() {
        return refetchable;
    }

    /** Whether a fill writes some of its slices. */
    public boolean isBeingFilled() {
        return state.isBeingFilled();
    }

    /** Whether it can no longer be found. */
    public boolean isRemoved() {
        return state.isRemoved();
    }

    /** Whether it is never evicted. */
    boolean isPinned() {
        return pinned;
    }

    /** Takes a reference; false if the object was removed and given up. */
    public boolean acquire() {
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
            parts.reclaimer().delete(this);
        }
    }

    /** Returns the open file with a reference for the caller; null if it has to be opened. */
    public @Nullable DataFile openedFile() {
        DataFile open = file;
        return open != null && open.acquire() ? open : null;
    }

    /**
     * Opens the file, on a worker if it is not open.
     *
     * @return the file with a reference for the caller; fails with a {@link StoreBusyException} if too many files are
     *     open, with an IOException if the file cannot be opened, or with a {@link RejectedExecutionException}
     */
    public CompletableFuture<DataFile> openFile() {
        DataFile open = openedFile();
        return open != null
                ? CompletableFuture.completedFuture(open)
                : Tasks.submit(parts.workers(), () -> parts.files().open(this));
    }

    /** Whether all these bytes can be sent. Takes no lock and allocates nothing. */
    public boolean isPresent(long offset, long count) {
        return state.availability().isPresent(offset, count);
    }

    /** Whether every byte is present. */
    public boolean isComplete() {
        long length = length();
        return length >= 0 && isPresent(0, length);
    }

    /** The state of the slice around an offset. */
    public Presence presence(long offset) {
        return state.availability().presence(offset);
    }

    /**
     * How many bytes can be read from an offset on, those before a fill's watermark included.
     *
     * @param count no more are looked for
     */
    public long available(long offset, long count) {
        long length = length();
        return state.availability().available(offset, length < 0 ? count : Math.min(count, length - offset));
    }

    /**
     * Lists the slices of a range that are absent and that nobody fills, those that follow one another joined. They are
     * whole slices, clipped at the complete length.
     */
    public List<Extent> missing(long offset, long count) {
        return state.availability().missing(offset, count, length());
    }

    /** Records a use of the slice around an offset, so that it is kept. Takes no lock. */
    public void touch(long offset) {
        if (state.table().get(parts.slicing().index(offset)) instanceof Slice slice) {
            parts.slicePolicy().touch(slice);
        }
        parts.objectPolicy().touch(this);
    }

    /**
     * Begins to fill slices: the one around {@code offset} and those after it up to {@code offset + count}, as far as they
     * are absent and there is room for them. Whoever calls this fills them and ends the fill.
     *
     * @return null if the first slice is there or another fill has it, if there is no room, or if the disk fails
     */
    public @Nullable Fill begin(long offset, long count) {
        if (!parts.health().isUsable() || isRemoved() || !acquire()) {
            parts.counters().rejectedBegins.increment();
            return null;
        }
        int first = parts.slicing().index(offset);
        long end = length() < 0 ? offset + count : Math.min(offset + count, length());
        Fill fill = new Fill(this, parts, first);
        state.fillBegun();
        int next = first;
        while (parts.slicing().start(next) < end && claim(fill, next)) {
            next++;
        }
        if (next == first) {
            endFill();
            return null;
        }
        fill.claimed(next);
        return fill;
    }

    /** Reserves the space of a slice and gives the slice to a fill; false if it is not absent or there is no room. */
    boolean claim(Fill fill, int index) {
        if (index >= MAX_SLICES || state.table().get(index) != null) {
            return false;
        }
        long reservation = fill.reservation(index);
        if (!parts.reserve(reservation)) {
            parts.counters().rejectedBegins.increment();
            return false;
        }
        if (state.claim(index, fill)) {
            return true;
        }
        parts.bytes().cancel(reservation);
        return false;
    }

    /** Gives back a fill's reference; what was to be evicted meanwhile may be evicted now. */
    void endFill() {
        if (state.fillEnded()) {
            admit();
            state.slices().forEach(this::admit);
        }
        release();
    }

    /** Makes a slice present that was filled to its end. */
    void commit(Slice slice, long reservation) {
        state.commit(slice, reservation);
        if (pinned) {
            parts.counters().pinnedBytes.add(slice.weight());
        }
        admit(slice);
    }

    /** Takes a slice away from its fill; what was written of it is freed later. */
    void abandon(int index, long reservation, boolean written) {
        state.abandon(index, written);
        if (written) {
            parts.bytes().condemnReserved(reservation);
            parts.reclaimer().punch(this, index, reservation);
        } else {
            parts.bytes().cancel(reservation);
        }
    }

    /**
     * Registers a callback for when the byte at {@code offset} can be read, or the fill of its slice has ended without it.
     * It is called once, on the thread that fills, and must not wait.
     *
     * @return false if nobody fills that slice, or the byte is there: look again
     */
    public boolean await(long offset, Runnable callback) {
        return state.table().get(parts.slicing().index(offset)) instanceof Fill fill && fill.await(offset, callback);
    }

    /** Removes a callback that was registered for this offset and has not been called yet. */
    public void cancel(long offset, Runnable callback) {
        if (state.table().get(parts.slicing().index(offset)) instanceof Fill fill) {
            fill.cancel(callback);
        }
    }

    /**
     * Compares the checksum of an unverified slice, on a worker.
     *
     * @return whether the slice is present now; if not, it was wrong and has been dropped
     */
    public CompletableFuture<Boolean> verify(long offset) {
        int index = parts.slicing().index(offset);
        return !state.table().isPresent(index) && state.table().get(index) instanceof Slice slice
                ? parts.verifier().verify(slice)
                : CompletableFuture.completedFuture(state.table().isPresent(index));
    }

    /**
     * Reads bytes that are present or before a watermark. Waits for the disk.
     *
     * @return how many, at least 1; -1 if the first one is not there
     * @throws IOException if they cannot be read; {@link #discard} drops the slice
     */
    public int read(ByteBuffer into, long offset) throws IOException {
        int begin = into.position();
        int limit = into.limit();
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            int before = state.losses();
            int count = (int) available(offset, into.remaining());
            if (count == 0) {
                return -1;
            }
            DataFile open = parts.files().open(this);
            try {
                Checksums.readFully(open.channel(), into.limit(begin + count), offset);
            } finally {
                var _ = into.limit(limit);
                open.release();
            }
            if (state.losses() == before) {
                return count;
            }
            var _ = into.position(begin); // a hole may have been punched before the bytes were read
        }
        return -1;
    }

    /** Drops a slice whose bytes are wrong or cannot be read. */
    public void discard(long offset) {
        if (state.table().get(parts.slicing().index(offset)) instanceof Slice slice) {
            discard(slice);
        }
    }

    void discard(Slice slice) {
        if (drop(slice)) {
            parts.counters().checksumErrors.increment();
        }
    }

    /** Evicts a slice, or the whole object if it cannot be without. */
    void evict(Slice slice) {
        if ((isDivisible() || !state.deferEviction()) && drop(slice)) {
            parts.counters().evictions.increment();
        }
    }

    /** Evicts the object, unless it is being filled: then its turn comes afterwards. */
    void evict() {
        if (!state.deferEviction() && parts.index().remove(this)) {
            parts.counters().objectEvictions.increment();
        }
    }

    private boolean isDivisible() {
        return refetchable && parts.holes();
    }

    private boolean drop(Slice slice) {
        if (!isDivisible()) {
            return parts.index().remove(this);
        }
        if (!state.drop(slice)) {
            return false;
        }
        forget(slice);
        parts.reclaimer().punch(this, slice.index(), slice.weight());
        return true;
    }

    private void forget(Slice slice) {
        if (pinned) {
            parts.counters().pinnedBytes.add(-slice.weight());
        } else {
            parts.slicePolicy().remove(slice);
        }
    }

    /** Removes the object, as its file is lost or a part of it cannot be freed. */
    void abandonFile() {
        boolean _ = parts.index().remove(this);
    }

    /**
     * Replaces the description. After a crash there is either the old one or the new one.
     *
     * @return false if there is no room for it, or the object was removed
     */
    public boolean describe(Description next) {
        return parts.index().describe(this, next);
    }

    /** Called by the index, which no longer has it. */
    void removed() {
        state.remove();
        parts.objects().condemnUsed(1);
        parts.descriptions().condemnUsed(description().weight(key));
        parts.objectPolicy().remove(this);
        state.slices().forEach(parts.slicePolicy()::remove);
        DataFile open = file;
        if (open != null) {
            detach(open);
        }
        release();
    }

    /** Called once the file is deleted: gives its space back. */
    void deleted() {
        for (Slice slice : state.slices()) {
            parts.bytes().free(slice.weight());
            parts.counters().slices.decrement();
            forget(slice);
        }
        parts.objects().free(1);
        parts.descriptions().free(description().weight(key));
    }

    /** Has the policy decide about the object, and evict others if there are too many. */
    void admit() {
        if (!pinned) {
            parts.objectPolicy().admit(this);
        }
        if (isRemoved()) {
            parts.objectPolicy().remove(this);
        }
    }

    private void admit(Slice slice) {
        if (!pinned) {
            parts.slicePolicy().admit(slice);
        }
        if (isRemoved()) {
            parts.slicePolicy().remove(slice);
        }
    }

    /**
     * Counts what a journal has told of the object.
     *
     * @param found whether there is a data file
     * @param trusted whether slices that were synced are right
     * @return false if the object cannot be served: its file is lost, or it is not complete and never can be
     */
    boolean restore(boolean found, boolean trusted) {
        List<Slice> slices = state.slices();
        if (length() < 0
                || (!found && !slices.isEmpty())
                || (!refetchable && slices.size() < parts.slicing().count(length()))) {
            return false;
        }
        fileExpected = found;
        parts.objects().restore(1);
        parts.descriptions().restore(description().weight(key));
        state.restore(slices, trusted);
        if (pinned) {
            slices.forEach(slice -> parts.counters().pinnedBytes.add(slice.weight()));
        }
        return true;
    }

    /** Tells the policies of what was restored. That takes longer than all the rest, so it is not waited for. */
    void admitRestored() {
        admit();
        for (Slice slice : state.slices()) {
            admit(slice);
            if (state.table().get(slice.index()) != slice) {
                parts.slicePolicy().remove(slice); // it was given up meanwhile
            }
        }
    }

    /** Whether the file was made; if it is not there then, it is lost. */
    boolean isFileExpected() {
        return fileExpected;
    }

    void fileMade() {
        fileExpected = true;
    }

    /** Lets users find the file. */
    void attach(DataFile open) {
        file = open;
        if (isRemoved()) {
            detach(open);
        }
    }

    /** Has the file closed when its last user is done. */
    void detach(DataFile open) {
        synchronized (references) {
            if (file != open) {
                return;
            }
            file = null;
        }
        open.release();
    }

    /** That of the object's earlier and later versions, so that popularity outlives eviction. */
    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Each version is another object. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }
}
