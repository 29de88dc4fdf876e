package dev.legato.metadata.catalogue;

import dev.legato.metadata.loudness.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track with all a listener's player needs.
 *
 * @param artists main one first
 * @param genres in lower case
 * @param renditions original first
 * @param loudness null if it is not measured
 * @param waveform the object key of its peaks, or null
 * @param available whether its file is in the music folder; else it cannot be played
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
        List<Rendition> renditions,
        @Nullable Level loudness,
        @Nullable String waveform,
        boolean available) {
    /**
     * The album it is on.
     *
     * @param artwork largest first
     * @param loudness null if none of its tracks is measured
     */
    public record OnAlbum(
            String id,
            String name,
            List<Artwork> artwork,
            @Nullable Level loudness,
            @Nullable String colour) {
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
