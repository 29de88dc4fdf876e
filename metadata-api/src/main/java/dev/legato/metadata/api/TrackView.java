package dev.legato.metadata.api;

import dev.legato.metadata.catalogue.Named;
import dev.legato.metadata.catalogue.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track over the wire.
 *
 * @param loudness not measured, so always null
 * @param gapless not measured, so always null
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
        @Nullable Object loudness,
        @Nullable Object gapless) {
    record OnAlbum(String id, String name, List<ArtworkView> artwork) {}

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
                        ArtworkView.of(track.album().artwork(), links)),
                track.artists(),
                track.genres(),
                track.explicit(),
                track.isrc(),
                null,
                null);
    }
}
