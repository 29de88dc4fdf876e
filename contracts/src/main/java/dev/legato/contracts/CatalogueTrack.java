package dev.legato.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What other services need to know of a track, the data of a {@code dev.legato.catalogue.track} event on
 * {@link Topics#CATALOGUE}.
 *
 * @param durationMs the track's length in milliseconds
 * @param genres in lower case, the most specific first
 * @param available whether it can be played now; null, as in events of old, if it can
 */
public record CatalogueTrack(
        TrackId id,
        String name,
        long durationMs,
        Named album,
        List<Named> artists,
        List<String> genres,
        @Nullable Boolean available) {
    /** An album or artist by id and name. */
    public record Named(String id, String name) {
        public Named {
            Word.require("id", id);
            Values.require("name", name);
        }
    }

    public CatalogueTrack {
        Values.require("id", id);
        Values.require("name", name);
        Values.requireWithin("durationMs", durationMs, Long.MAX_VALUE);
        Values.require("album", album);
        Values.require("artists", artists);
        Values.require("genres", genres);
        artists = List.copyOf(artists);
        genres = List.copyOf(genres);
    }

    /** One that can be played. */
    public CatalogueTrack(
            TrackId id, String name, long durationMs, Named album, List<Named> artists, List<String> genres) {
        this(id, name, durationMs, album, artists, genres, true);
    }

    /** Whether it is there to be played, and may be offered to listeners. */
    public boolean canBePlayed() {
        return !Boolean.FALSE.equals(available);
    }
}
