package dev.legato.contracts;

import java.util.List;

/**
 * What other services need to know of a track, the data of a {@code dev.legato.catalogue.track} event on
 * {@link Topics#CATALOGUE}.
 *
 * @param durationMs the track's length in milliseconds
 * @param genres in lower case, most telling first
 */
public record CatalogueTrack(
        TrackId id, String name, long durationMs, Named album, List<Named> artists, List<String> genres) {
    /** An album or artist by id and name. */
    public record Named(String id, String name) {}

    public CatalogueTrack {
        artists = List.copyOf(artists);
        genres = List.copyOf(genres);
    }
}
