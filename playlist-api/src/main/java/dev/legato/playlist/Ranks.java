package dev.legato.playlist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that order a playlist's entries, with gaps between them, so that inserting and moving touches no other
 * entry. When a gap is used up the whole playlist is renumbered, which keeps its order: with {@value #GAP} numbers to a
 * gap that is once in twenty insertions at the very same place, and next to never otherwise.
 */
final class Ranks {
    /** The distance between neighbours before anything is inserted between them. */
    static final long GAP = 1L << 20;

    private Ranks() {}

    /**
     * Ranks for entries to be put between two neighbours.
     *
     * @param after the rank before the gap; null at the start of the playlist
     * @param before the rank behind the gap; null at its end
     * @param count how many, 1 or more
     * @return ascending, strictly between the two; empty if the gap is too small and the playlist must be renumbered
     */
    static Optional<List<Long>> between(@Nullable Long after, @Nullable Long before, int count) {
        if (after != null && before != null) {
            long step = Math.subtractExact(before, after) / (count + 1);
            return step == 0 ? Optional.empty() : Optional.of(ascending(after, step, count));
        }
        if (before != null) {
            return Optional.of(ascending(Math.subtractExact(before, (count + 1) * GAP), GAP, count));
        }
        return Optional.of(ascending(after == null ? 0 : after, GAP, count));
    }

    private static List<Long> ascending(long start, long step, int count) {
        List<Long> ranks = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            ranks.add(Math.addExact(start, step * i));
        }
        return ranks;
    }
}
