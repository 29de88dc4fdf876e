package dev.legato.contracts;

import java.util.List;
import java.util.function.UnaryOperator;

/** An image over the wire: its absolute URL, and its size in pixels. */
public record ArtworkView(String url, int width, int height) {
    /** @param urls makes an object key an absolute URL */
    static List<ArtworkView> of(List<CatalogueArtwork> artwork, UnaryOperator<String> urls) {
        return artwork.stream()
                .map(image -> new ArtworkView(urls.apply(image.key()), image.width(), image.height()))
                .toList();
    }
}
