package dev.legato.edge.store;

import java.util.ArrayList;
import java.util.List;

/** What readers find in a table of slices. */
final class Availability {
    private final SliceTable table;
    private final Slicing slicing;

    Availability(SliceTable table, Slicing slicing) {
        this.table = table;
        this.slicing = slicing;
    }

    boolean isPresent(long offset, long count) {
        return count <= 0 || table.isPresent(slicing.index(offset), slicing.index(offset + count - 1));
    }

    Presence presence(long offset) {
        int index = slicing.index(offset);
        if (table.isPresent(index)) {
            return Presence.PRESENT;
        }
        return switch (table.get(index)) {
            case Fill _ -> Presence.FILLING;
            case Slice _ -> table.isPresent(index) ? Presence.PRESENT : Presence.UNVERIFIED;
            case Slot.Reclaiming _ -> Presence.ABSENT;
            case null -> Presence.ABSENT;
        };
    }

    /** How many bytes can be read from an offset on, at most {@code count}. */
    long available(long offset, long count) {
        long end = offset + count;
        long at = offset;
        while (at < end) {
            long next = readableUntil(at);
            if (next == at) {
                break;
            }
            at = next;
        }
        return Math.max(0, Math.min(at, end) - offset);
    }

    /** The end of what can be read from an offset on within its slice; the offset itself if nothing can. */
    private long readableUntil(long at) {
        int index = slicing.index(at);
        long end = slicing.start(index + 1);
        if (table.isPresent(index)) {
            return end;
        }
        if (table.get(index) instanceof Fill fill) {
            long watermark = Math.min(fill.position(), end);
            if (watermark > at) {
                return watermark;
            }
        }
        return table.isPresent(index) ? end : at; // it may have been committed between the two looks
    }

    /** Lists what is absent, slices that follow one another joined. */
    List<Extent> missing(long offset, long count, long complete) {
        List<Extent> missing = new ArrayList<>();
        long end = complete < 0 ? offset + count : Math.min(offset + count, complete);
        long from = -1;
        int index = slicing.index(offset);
        for (; slicing.start(index) < end; index++) {
            Slot slot = table.get(index);
            boolean absent = slot == null || slot instanceof Slot.Reclaiming;
            if (absent && from < 0) {
                from = slicing.start(index);
            } else if (!absent && from >= 0) {
                missing.add(new Extent(from, slicing.start(index) - from));
                from = -1;
            }
        }
        if (from >= 0) {
            long to = slicing.start(index);
            missing.add(new Extent(from, (complete < 0 ? to : Math.min(to, complete)) - from));
        }
        return missing;
    }
}
