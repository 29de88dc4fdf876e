package dev.legato.metadata.api;

import dev.legato.metadata.catalogue.Artist;
import java.util.List;

/** An artist over the wire. */
record ArtistView(String id, String name, List<ArtworkView> artwork, int albumCount, int trackCount) {
    static ArtistView of(Artist artist, EdgeLinks links) {
        return new ArtistView(
                artist.id(),
                artist.name(),
                ArtworkView.of(artist.artwork(), links),
                artist.albumCount(),
                artist.trackCount());
    }
}
