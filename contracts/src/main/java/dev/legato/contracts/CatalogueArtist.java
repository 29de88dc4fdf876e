package dev.legato.contracts;

import java.util.List;

/**
 * An artist's read side, the data of a {@value #TYPE} event on {@link Topics#CATALOGUE}.
 *
 * @param artwork the cover of one of their albums, largest first
 * @param albumCount albums that are theirs or that they perform on
 * @param trackCount tracks they perform
 * @param aliases other names they are found by, at most {@value #MAX_ALIASES}
 * @param genres of their tracks, in lower case, the most frequent first, at most {@value CatalogueAlbum#MAX_GENRES}
 */
public record CatalogueArtist(
        String id,
        String name,
        List<CatalogueArtwork> artwork,
        int albumCount,
        int trackCount,
        List<String> aliases,
        List<String> genres)
        implements CatalogueRecord.Entry {
    /** Its events' type. */
    public static final String TYPE = "dev.legato.catalogue.artist";

    /** An artist has no more other names. */
    public static final int MAX_ALIASES = 50;

    public CatalogueArtist {
        ContentId.require("id", id);
        Values.require("name", name);
        Values.requireWithin("albumCount", albumCount, Integer.MAX_VALUE);
        Values.requireWithin("trackCount", trackCount, Integer.MAX_VALUE);
        artwork = Values.listOrNone(artwork);
        aliases = Values.listOrNone(aliases);
        genres = Values.listOrNone(genres);
    }

    @Override
    public String key() {
        return id;
    }
}
