package dev.legato.search.index;

import dev.legato.search.text.TypedText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param typed what to find; blank to list what passes the filter, the most popular first
 * @param kinds what may be a hit; empty for everything
 * @param after the last hit of the page before, or null for the first page
 * @param limit the most hits on the page, 1 to {@value #MAX_LIMIT}
 * @param facets whether to count hits by their traits as well
 * @param explain whether each hit says how its score came about
 * @param collapse whether one recording on several albums is one hit
 */
public record SearchQuery(
        TypedText typed,
        Set<SearchKind> kinds,
        SearchFilter filter,
        @Nullable SearchCursor after,
        int limit,
        boolean facets,
        boolean explain,
        boolean collapse) {
    public static final int MAX_LIMIT = 100;

    public SearchQuery {
        kinds = Set.copyOf(kinds);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: %d (expected: 1 to %d)".formatted(limit, MAX_LIMIT));
        }
    }

    /** One in which a recording is one hit. */
    public SearchQuery(
            TypedText typed,
            Set<SearchKind> kinds,
            SearchFilter filter,
            @Nullable SearchCursor after,
            int limit,
            boolean facets,
            boolean explain) {
        this(typed, kinds, filter, after, limit, facets, explain, true);
    }

    /** The first hits of one kind, unfiltered. */
    public static SearchQuery of(String typed, SearchKind kind, int limit) {
        return new SearchQuery(TypedText.parse(typed), Set.of(kind), SearchFilter.NONE, null, limit, false, false);
    }

    /** The same search from another place on. */
    public SearchQuery after(@Nullable SearchCursor cursor) {
        return new SearchQuery(typed, kinds, filter, cursor, limit, facets, explain, collapse);
    }
}
