package dev.legato.recommend;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.Named;
import java.util.List;

/**
 * What the catalogue says of a track.
 *
 * @param artists their ids
 * @param present whether the catalogue has it
 * @param available whether it can be played
 */
record KnownTrack(String id, List<String> artists, boolean present, boolean available) implements Lesson {
    KnownTrack {
        artists = List.copyOf(artists);
    }

    static KnownTrack of(CatalogueTrack track) {
        return new KnownTrack(
                track.id().value(), track.artists().stream().map(Named::id).toList(), true, track.canBePlayed());
    }

    static KnownTrack removed(String id) {
        return new KnownTrack(id, List.of(), false, false);
    }
}
