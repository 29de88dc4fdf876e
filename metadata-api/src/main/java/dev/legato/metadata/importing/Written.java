package dev.legato.metadata.importing;

import java.util.Set;

/**
 * What a write did.
 *
 * @param tracks ids of those whose entry may read differently now; {@code albums} and {@code artists} likewise
 */
record Written(Outcome outcome, Set<String> tracks, Set<String> albums, Set<String> artists) {
    Written {
        tracks = Set.copyOf(tracks);
        albums = Set.copyOf(albums);
        artists = Set.copyOf(artists);
    }

    static Written nothing(Outcome outcome) {
        return new Written(outcome, Set.of(), Set.of(), Set.of());
    }
}
