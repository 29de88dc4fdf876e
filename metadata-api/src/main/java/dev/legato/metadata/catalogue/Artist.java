package dev.legato.metadata.catalogue;

import java.util.List;

/**
 * An artist.
 *
 * @param artwork the cover of one of their albums, largest first
 * @param albumCount albums that are theirs or that they perform on
 * @param trackCount tracks they perform
 */
public record Artist(String id, String name, List<Artwork> artwork, int albumCount, int trackCount) {
    public Artist {
        artwork = List.copyOf(artwork);
    }
}
