package dev.legato.metadata.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track with all a listener's player needs.
 *
 * @param artists main one first
 * @param genres in lower case
 * @param renditions original first
 */
public record Track(
        String id,
        String name,
        long durationMs,
        @Nullable Integer trackNumber,
        @Nullable Integer discNumber,
        OnAlbum album,
        List<Named> artists,
        List<String> genres,
        boolean explicit,
        @Nullable String isrc,
        List<Rendition> renditions) {
    /**
     * The album it is on.
     *
     * @param artwork largest first
     */
    public record OnAlbum(String id, String name, List<Artwork> artwork) {
        public OnAlbum {
            artwork = List.copyOf(artwork);
        }
    }

    public Track {
        artists = List.copyOf(artists);
        genres = List.copyOf(genres);
        renditions = List.copyOf(renditions);
    }
}
