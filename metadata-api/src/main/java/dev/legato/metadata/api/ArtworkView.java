package dev.legato.metadata.api;

import dev.legato.metadata.catalogue.Artwork;
import java.util.List;

/** An image over the wire: its absolute URL, and its size in pixels. */
record ArtworkView(String url, int width, int height) {
    static List<ArtworkView> of(List<Artwork> artwork, EdgeLinks links) {
        return artwork.stream()
                .map(image -> new ArtworkView(links.image(image.key()), image.width(), image.height()))
                .toList();
    }
}
