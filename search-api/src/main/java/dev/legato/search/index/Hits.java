package dev.legato.search.index;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search, the best hit first.
 *
 * @param next the place to go on from, or null on the last page; not null if the search is not complete
 * @param total how many documents match, as far as they were counted
 * @param totalIsExact whether there are no more than {@code total}
 * @param facets of what matches, or null if they were not asked for
 * @param complete whether the search went on to its end; false if its time ran out before, and then
 *     hits may be missing
 */
public record Hits(
        List<Hit> hits,
        @Nullable SearchCursor next,
        long total,
        boolean totalIsExact,
        @Nullable Facets facets,
        boolean complete) {
    /** No hits. */
    public static final Hits NONE = new Hits(List.of(), null, 0, true, null, true);

    public Hits {
        hits = List.copyOf(hits);
    }

    /**
     * Something found.
     *
     * @param view as {@link SearchDocument#view()} was stored
     * @param byLyrics whether some word was found in the lyrics only
     * @param explanation how the score came about, or null if not asked for
     */
    public record Hit(
            SearchId id,
            Buffer view,
            MatchClass match,
            boolean byLyrics,
            int score,
            @Nullable Explanation explanation) {}
}
