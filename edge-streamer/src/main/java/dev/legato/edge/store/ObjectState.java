package dev.legato.edge.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of an object that changes and is recorded: its slices, its length, its description, and whether it was
 * removed. Every change holds this object's monitor, and appends its record meanwhile, so that records follow one another
 * as the changes did. Reading takes no lock.
 */
final class ObjectState {
    private final StoredObject object;
    private final StoreParts parts;
    private final SliceTable table;
    private final Availability availability;
    private volatile long length;
    private volatile Description description;
    private volatile boolean removed;
    private volatile int losses;
    private int fills;
    private boolean evictionDue;

    /** @param length complete length, or {@link StoredObject#UNKNOWN} */
    ObjectState(StoredObject object, StoreParts parts, long length, Description description) {
        this.object = object;
        this.parts = parts;
        this.length = length;
        this.description = description;
        this.table = new SliceTable(parts.slicing().count(length));
        this.availability = new Availability(table, parts.slicing());
    }

    SliceTable table() {
        return table;
    }

    Availability availability() {
        return availability;
    }

    long length() {
        return length;
    }

    Description description() {
        return description;
    }

    boolean isRemoved() {
        return removed;
    }

    /** How often a slice has become absent. */
    int losses() {
        return losses;
    }

    /** The slices that are there, verified or not. */
    List<Slice> slices() {
        List<Slice> slices = new ArrayList<>();
        forEachSlice(slices::add);
        return slices;
    }

    private void forEachSlice(Consumer<Slice> visitor) {
        table.forEach((slot, _) -> {
            if (slot instanceof Slice slice) {
                visitor.accept(slice);
            }
        });
    }

    /** Gives a slice to a fill whose space is reserved; false if it is not absent. */
    synchronized boolean claim(int index, Fill fill) {
        if (removed || table.get(index) != null) {
            return false;
        }
        table.clear(index, fill);
        return true;
    }

    synchronized boolean isBeingFilled() {
        return fills > 0;
    }

    synchronized void fillBegun() {
        fills++;
    }

    /** Returns true if evictions were put off until now. */
    synchronized boolean fillEnded() {
        fills--;
        boolean due = evictionDue && fills == 0;
        evictionDue = evictionDue && !due;
        return due;
    }

    /** Puts an eviction off if the object is being filled. */
    synchronized boolean deferEviction() {
        evictionDue = evictionDue || fills > 0;
        return fills > 0;
    }

    /** Makes a slice present that was filled to its end. */
    synchronized void commit(Slice slice, long reservation) {
        parts.syncer().add(slice); // before its record, so that a mark after the record covers the bytes
        table.put(slice.index(), slice, true);
        parts.bytes().use(reservation, slice.weight());
        parts.counters().slices.increment();
        if (removed) {
            parts.bytes().condemnUsed(slice.weight());
        } else {
            record(slice, JournalEvents.Standing.PENDING);
            parts.counters().liveJournalBytes.add(JournalEvents.SLICE_BYTES);
        }
    }

    /** Makes a slice present whose checksum was right; false if it was given up meanwhile. */
    synchronized boolean verified(Slice slice) {
        if (table.get(slice.index()) != slice) {
            return false;
        }
        if (!slice.isSynced() && !removed) {
            parts.syncer().add(slice);
            record(slice, JournalEvents.Standing.PENDING);
        }
        table.put(slice.index(), slice, true);
        return true;
    }

    /** Takes a slice away from its fill. */
    synchronized void abandon(int index, boolean written) {
        table.clear(index, written ? Slot.Reclaiming.RECLAIMING : null);
        noteLoss();
    }

    /** Makes a slice absent; false if it was given up already or the object was removed. */
    synchronized boolean drop(Slice slice) {
        if (removed || table.get(slice.index()) != slice) {
            return false;
        }
        table.clear(slice.index(), Slot.Reclaiming.RECLAIMING);
        noteLoss();
        append(journal -> journal.dropped(object.id(), slice.index()));
        parts.counters().liveJournalBytes.add(-JournalEvents.SLICE_BYTES);
        parts.counters().slices.decrement();
        parts.bytes().condemnUsed(slice.weight());
        return true;
    }

    private void noteLoss() {
        int next = losses + 1;
        losses = next;
    }

    /** Keeps an absent slice from being filled while its blocks are freed; false if it is not absent. */
    synchronized boolean beginReclaim(int index) {
        if (table.get(index) != null) {
            return false;
        }
        table.clear(index, Slot.Reclaiming.RECLAIMING);
        return true;
    }

    /** Lets a slice be filled again whose blocks are free. */
    synchronized void reclaimed(int index) {
        if (table.get(index) instanceof Slot.Reclaiming) {
            table.clear(index, null);
        }
    }

    synchronized void complete(long bytes) {
        if (length < 0) {
            length = bytes;
            append(journal -> journal.completed(object.id(), bytes));
        }
    }

    synchronized void describe(Description next) {
        parts.counters().liveJournalBytes.add((long) recordBytes(next) - recordBytes(description));
        description = next;
        append(journal -> journal.described(object.id(), next));
    }

    /** Records that the object is gone; its bytes are condemned from now on. */
    synchronized void remove() {
        removed = true;
        append(journal -> journal.removed(object.id()));
        forEachSlice(slice -> {
            parts.bytes().condemnUsed(slice.weight());
            parts.counters().liveJournalBytes.add(-JournalEvents.SLICE_BYTES);
        });
        parts.counters().liveJournalBytes.add(-recordBytes(description));
    }

    /** Writes the object as records. */
    synchronized void snapshot(JournalEvents into) {
        if (removed) {
            return;
        }
        into.created(object.id(), object.key(), length, object.isRefetchable(), description);
        forEachSlice(slice -> into.filled(object.id(), slice.index(), slice.checksum(), standing(slice)));
    }

    private JournalEvents.Standing standing(Slice slice) {
        if (slice.isSynced()) {
            return JournalEvents.Standing.SYNCED;
        }
        return table.isPresent(slice.index()) ? JournalEvents.Standing.PENDING : JournalEvents.Standing.UNVERIFIED;
    }

    /** Takes what a journal says; null or below 0 for no change. */
    void restore(@Nullable Description later, long complete) {
        description = later == null ? description : later;
        length = complete < 0 ? length : complete;
    }

    /** Counts restored slices, and makes those present that are known to be right. */
    void restore(List<Slice> slices, boolean trusted) {
        for (Slice slice : slices) {
            if (!trusted) {
                slice.doubt();
            }
            table.put(slice.index(), slice, slice.isSynced());
            parts.bytes().restore(slice.weight());
        }
        parts.counters().slices.add(slices.size());
        parts.counters()
                .liveJournalBytes
                .add(recordBytes(description) + (long) slices.size() * JournalEvents.SLICE_BYTES);
    }

    private int recordBytes(Description described) {
        return described.recordBytes(object.key());
    }

    private void record(Slice slice, JournalEvents.Standing standing) {
        append(journal -> journal.filled(object.id(), slice.index(), slice.checksum(), standing));
    }

    private void append(JournalEvents.Entry record) {
        parts.journal().append(record);
    }
}
