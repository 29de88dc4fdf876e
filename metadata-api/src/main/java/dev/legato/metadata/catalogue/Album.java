package dev.legato.metadata.catalogue;

import dev.legato.metadata.loudness.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An album.
 *
 * @param artists main one first
 * @param year of release, or null
 * @param artwork largest first
 * @param durationMs of all its tracks
 * @param colour its cover is remembered by, as {@code #rrggbb}, or null
 * @param loudness null if none of its tracks is measured
 */
public record Album(
        String id,
        String name,
        List<Named> artists,
        @Nullable Integer year,
        List<Artwork> artwork,
        int trackCount,
        long durationMs,
        @Nullable Level loudness,
        @Nullable String colour) {
    public Album {
        artists = List.copyOf(artists);
        artwork = List.copyOf(artwork);
    }
}
