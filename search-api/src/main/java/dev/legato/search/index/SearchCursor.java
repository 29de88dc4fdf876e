package dev.legato.search.index;

import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import org.jspecify.annotations.Nullable;

/**
 * The place of a hit in a search. Hits are ranked in windows: an engine fetches a window of candidates in the order of
 * {@link Place}, and within it they are ordered by score, then rank, then id.
 *
 * @param window the last candidate before the hit's window, or null in the first window
 * @param score of the hit
 * @param rank of the hit, that is, the static order of documents
 * @param id of the hit
 */
public record SearchCursor(@Nullable Place window, int score, long rank, String id) {
    /**
     * The place of a candidate.
     *
     * @param tier which of the plan's tiers it is from
     */
    public record Place(int tier, long rank, String id) {}

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if no search has made it
     */
    public static SearchCursor parse(String text) {
        var parts = Cursor.parse(text, Part.INTEGER, Part.LONG, Part.TEXT, Part.INTEGER, Part.LONG, Part.TEXT)
                .parts();
        int tier = Integer.parseInt(parts.get(0));
        return new SearchCursor(
                tier < 0 ? null : new Place(tier, Long.parseLong(parts.get(1)), parts.get(2)),
                Integer.parseInt(parts.get(3)),
                Long.parseLong(parts.get(4)),
                parts.get(5));
    }

    /** The form on the wire. */
    public Cursor cursor() {
        return Cursor.of(
                Integer.toString(window == null ? -1 : window.tier),
                Long.toString(window == null ? 0 : window.rank),
                window == null ? "" : window.id,
                Integer.toString(score),
                Long.toString(rank),
                id);
    }
}
