package dev.legato.recommend;

import java.util.List;

/**
 * What the catalogue says of a track.
 *
 * @param artists their ids
 * @param removed whether it is no longer there
 */
record KnownTrack(String id, List<String> artists, boolean removed) {
    KnownTrack {
        artists = List.copyOf(artists);
    }
}
