package dev.legato.contracts;

import dev.legato.contracts.CatalogueTrack.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An album's read side, the data of a {@value #TYPE} event on {@link Topics#CATALOGUE}.
 *
 * @param artists main one first
 * @param year of release, or null
 * @param artwork largest first
 * @param trackCount how many tracks it has, available or not
 * @param durationMs of all its tracks
 * @param loudness null if none of its tracks is measured
 * @param colour its cover is remembered by, as {@code #rrggbb}, or null
 * @param genres of its tracks, in lower case, the most frequent first, at most {@value #MAX_GENRES}
 * @param available whether at least one of its tracks can be played
 */
public record CatalogueAlbum(
        String id,
        String name,
        List<Named> artists,
        @Nullable Integer year,
        List<CatalogueArtwork> artwork,
        int trackCount,
        long durationMs,
        @Nullable LoudnessLevel loudness,
        @Nullable String colour,
        List<String> genres,
        boolean available)
        implements CatalogueRecord.Entry {
    /** Its events' type. */
    public static final String TYPE = "dev.legato.catalogue.album";

    /** Further genres of its tracks are left out. */
    public static final int MAX_GENRES = 20;

    public CatalogueAlbum {
        ContentId.require("id", id);
        Values.require("name", name);
        Values.requireWithin("trackCount", trackCount, Integer.MAX_VALUE);
        Values.requireWithin("durationMs", durationMs, Long.MAX_VALUE);
        artists = Values.listOrNone(artists);
        artwork = Values.listOrNone(artwork);
        genres = Values.listOrNone(genres);
    }

    @Override
    public String key() {
        return id;
    }
}
