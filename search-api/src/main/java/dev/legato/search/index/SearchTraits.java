package dev.legato.search.index;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a document is filtered, counted and, between equally good matches, ordered by.
 *
 * @param genres in lower case
 * @param artistIds of everyone credited
 * @param explicit whether its words are, or may be, explicit
 * @param available whether it can be played now; what cannot comes last
 * @param popularity how often it was heard; at least 0
 * @param released the day of its release, or the first day of the year or month that is known; null if unknown
 */
public record SearchTraits(
        List<String> genres,
        List<String> artistIds,
        boolean explicit,
        boolean available,
        long popularity,
        @Nullable LocalDate released) {
    public SearchTraits {
        genres = List.copyOf(genres);
        artistIds = List.copyOf(artistIds);
        if (popularity < 0) {
            throw new IllegalArgumentException("popularity: %d (expected: >= 0)".formatted(popularity));
        }
    }

    /** Traits of something available of which nothing else is known. */
    public static SearchTraits unknown() {
        return new SearchTraits(List.of(), List.of(), false, true, 0, null);
    }
}
