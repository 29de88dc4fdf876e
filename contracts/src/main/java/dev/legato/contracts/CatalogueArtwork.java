package dev.legato.contracts;

/** A stored cover image: its object key, and its size in pixels. */
public record CatalogueArtwork(String key, int width, int height) {
    public CatalogueArtwork {
        Values.require("key", key);
    }
}
