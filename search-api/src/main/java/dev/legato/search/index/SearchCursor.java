package dev.legato.search.index;

import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import org.jspecify.annotations.Nullable;

/**
 * The place from which a search goes on: that of a hit, or the beginning of a window. Hits are ranked in windows: an engine fetches a window of candidates in the order of
 * {@link Place}, and within it they are ordered by score, then rank, then id.
 *
 * @param window the last candidate before the hit's window, or null in the first window
 * @param score of the hit
 * @param rank of the hit, that is, the static order of documents
 * @param id of the hit
 * @param strict whether hits have the typed phrases, which is decided on the first page and holds for all
 */
public record SearchCursor(@Nullable Place window, int score, long rank, String id, boolean strict) {
    private static final String STRICT = "1";

    /**
     * The place of a candidate.
     *
     * @param tier which of the plan's tiers it is from
     */
    public record Place(int tier, long rank, String id) {}

    /** The beginning of a window, before all its hits. */
    public static SearchCursor ofWindow(@Nullable Place window, boolean strict) {
        return new SearchCursor(window, Integer.MAX_VALUE, Long.MAX_VALUE, "", strict);
    }

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if no search has made it
     */
    public static SearchCursor parse(String text) {
        var parts = Cursor.parse(
                        text, Part.INTEGER, Part.LONG, Part.TEXT, Part.INTEGER, Part.LONG, Part.TEXT, Part.INTEGER)
                .parts();
        int tier = Integer.parseInt(parts.get(0));
        return new SearchCursor(
                tier < 0 ? null : new Place(tier, Long.parseLong(parts.get(1)), parts.get(2)),
                Integer.parseInt(parts.get(3)),
                Long.parseLong(parts.get(4)),
                parts.get(5),
                parts.get(6).equals(STRICT));
    }

    /** The form on the wire. */
    public Cursor cursor() {
        return Cursor.of(
                Integer.toString(window == null ? -1 : window.tier),
                Long.toString(window == null ? 0 : window.rank),
                window == null ? "" : window.id,
                Integer.toString(score),
                Long.toString(rank),
                id,
                strict ? STRICT : "0");
    }
}
