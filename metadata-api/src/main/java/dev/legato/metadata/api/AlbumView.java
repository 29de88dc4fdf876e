package dev.legato.metadata.api;

import dev.legato.metadata.catalogue.Album;
import dev.legato.metadata.catalogue.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An album over the wire. */
record AlbumView(
        String id,
        String name,
        List<Named> artists,
        @Nullable Integer year,
        List<ArtworkView> artwork,
        int trackCount,
        long durationMs,
        @Nullable AlbumLoudnessView loudness,
        @Nullable String colour) {
    static AlbumView of(Album album, EdgeLinks links) {
        return new AlbumView(
                album.id(),
                album.name(),
                album.artists(),
                album.year(),
                ArtworkView.of(album.artwork(), links),
                album.trackCount(),
                album.durationMs(),
                AlbumLoudnessView.of(album.loudness()),
                album.colour());
    }
}
