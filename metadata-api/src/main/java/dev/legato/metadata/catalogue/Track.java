package dev.legato.metadata.catalogue;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.Named;
import dev.legato.contracts.Gapless;
import dev.legato.contracts.LoudnessLevel;
import dev.legato.contracts.TrackId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A track with all a listener's player needs.
 *
 * @param artists main one first
 * @param genres in lower case
 * @param renditions original first
 * @param loudness null if it is not measured
 * @param albumLoudness null if none of the album's tracks is measured
 * @param waveform the object key of its peaks, or null
 * @param available whether its file is in the music folder; else it cannot be played
 */
public record Track(
        String id,
        String name,
        long durationMs,
        @Nullable Integer trackNumber,
        @Nullable Integer discNumber,
        CatalogueTrack.OnAlbum album,
        List<Named> artists,
        List<String> genres,
        boolean explicit,
        @Nullable String isrc,
        List<Rendition> renditions,
        @Nullable LoudnessLevel loudness,
        @Nullable LoudnessLevel albumLoudness,
        @Nullable String waveform,
        boolean available) {
    public Track {
        artists = List.copyOf(artists);
        genres = List.copyOf(genres);
        renditions = List.copyOf(renditions);
    }

    /** What is shown of it. */
    public CatalogueTrack readSide() {
        return new CatalogueTrack(
                new TrackId(id),
                name,
                durationMs,
                album,
                artists,
                genres,
                available,
                trackNumber,
                discNumber,
                explicit,
                isrc,
                loudness,
                gapless());
    }

    private @Nullable Gapless gapless() {
        return renditions.stream()
                .map(Rendition::gapless)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
