package dev.legato.search.index;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What hits must be, whatever their names.
 *
 * @param fromYear the first year of release, or null; what has no known year is then no hit
 * @param toYear the last year of release, or null
 * @param genres one of which a hit has; empty for any
 * @param artistIds one of whom made it; empty for any
 * @param explicit whether explicit hits are among them
 * @param unavailable whether hits that cannot be played are among them, as the last
 * @param within the only documents that may be hits, such as a listener's library; null for all
 */
public record SearchFilter(
        @Nullable Integer fromYear,
        @Nullable Integer toYear,
        Set<String> genres,
        Set<String> artistIds,
        boolean explicit,
        boolean unavailable,
        @Nullable Set<SearchId> within) {
    /** No filter at all. */
    public static final SearchFilter NONE = new SearchFilter(null, null, Set.of(), Set.of(), true, true, null);

    public SearchFilter {
        genres = Set.copyOf(genres);
        artistIds = Set.copyOf(artistIds);
        within = within == null ? null : Set.copyOf(within);
    }
}
