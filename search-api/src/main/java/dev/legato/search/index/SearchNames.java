package dev.legato.search.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names a document is found by, as people write them; the index analyses them.
 *
 * @param title its own name: a track's title, an album's, an artist's or a playlist's name
 * @param artists who made it, the most important first; empty for an artist
 * @param album the album a track is on, or null
 * @param aliases further names of its own
 * @param sortName the name it is sorted by, such as "Beatles, The", or null
 * @param lyrics the words that are sung, or null
 */
public record SearchNames(
        String title,
        List<String> artists,
        @Nullable String album,
        List<String> aliases,
        @Nullable String sortName,
        @Nullable String lyrics) {
    public SearchNames {
        artists = List.copyOf(artists);
        aliases = List.copyOf(aliases);
    }

    /** A track's names, without aliases and lyrics. */
    public static SearchNames track(String title, List<String> artists, @Nullable String album) {
        return new SearchNames(title, artists, album, List.of(), null, null);
    }

    /** A name that stands alone, such as an artist's. */
    public static SearchNames alone(String title) {
        return new SearchNames(title, List.of(), null, List.of(), null, null);
    }
}
