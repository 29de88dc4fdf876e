package dev.legato.contracts;

import java.util.List;
import java.util.function.UnaryOperator;

/** An artist over the wire, the same from whichever service answers it. */
public record ArtistView(String id, String name, List<ArtworkView> artwork, int albumCount, int trackCount) {
    /** @param urls makes an object key an absolute URL */
    public static ArtistView of(CatalogueArtist artist, UnaryOperator<String> urls) {
        return new ArtistView(
                artist.id(),
                artist.name(),
                ArtworkView.of(artist.artwork(), urls),
                artist.albumCount(),
                artist.trackCount());
    }
}
