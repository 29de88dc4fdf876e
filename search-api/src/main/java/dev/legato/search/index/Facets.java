package dev.legato.search.index;

import java.util.List;

/**
 * How many hits have which trait, the most frequent first, at most {@value #MAX_VALUES} of each.
 *
 * @param counted how many hits were counted; the best ones, if there are more
 */
public record Facets(List<Count> kinds, List<Count> genres, List<Count> years, List<Count> artists, long counted) {
    public static final int MAX_VALUES = 50;

    public Facets {
        kinds = List.copyOf(kinds);
        genres = List.copyOf(genres);
        years = List.copyOf(years);
        artists = List.copyOf(artists);
    }

    /** How many hits have a value. */
    public record Count(String value, long hits) {}
}
