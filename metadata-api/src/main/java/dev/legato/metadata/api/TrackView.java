package dev.legato.metadata.api;

import dev.legato.contracts.Gapless;
import dev.legato.metadata.catalogue.Named;
import dev.legato.metadata.catalogue.Rendition;
import dev.legato.metadata.catalogue.Track;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A track over the wire.
 *
 * @param loudness null until it is measured
 * @param gapless of the first of its files of which it is known
 * @param available whether it can be played now
 */
record TrackView(
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
        @Nullable LoudnessView loudness,
        @Nullable Gapless gapless,
        boolean available) {
    record OnAlbum(
            String id,
            String name,
            List<ArtworkView> artwork,
            @Nullable String colour) {}

    static TrackView of(Track track, EdgeLinks links) {
        return new TrackView(
                track.id(),
                track.name(),
                track.durationMs(),
                track.trackNumber(),
                track.discNumber(),
                new OnAlbum(
                        track.album().id(),
                        track.album().name(),
                        ArtworkView.of(track.album().artwork(), links),
                        track.album().colour()),
                track.artists(),
                track.genres(),
                track.explicit(),
                track.isrc(),
                LoudnessView.of(track),
                track.renditions().stream()
                        .map(Rendition::gapless)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                track.available());
    }
}
