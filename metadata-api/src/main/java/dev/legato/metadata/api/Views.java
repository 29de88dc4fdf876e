package dev.legato.metadata.api;

import dev.legato.metadata.cache.Catalogue;
import dev.legato.metadata.catalogue.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Catalogue entries as they go over the wire, by id. */
public final class Views {
    private final Catalogue catalogue;
    private final EdgeLinks links;

    public Views(Catalogue catalogue, EdgeLinks links) {
        this.catalogue = catalogue;
        this.links = links;
    }

    List<TrackView> tracks(Collection<String> ids) {
        return catalogue.find(Kind.TRACK, ids).stream()
                .map(track -> TrackView.of(track, links))
                .toList();
    }

    List<AlbumView> albums(Collection<String> ids) {
        return catalogue.find(Kind.ALBUM, ids).stream()
                .map(album -> AlbumView.of(album, links))
                .toList();
    }

    List<ArtistView> artists(Collection<String> ids) {
        return catalogue.find(Kind.ARTIST, ids).stream()
                .map(artist -> ArtistView.of(artist, links))
                .toList();
    }

    Optional<PlaybackView> playback(String id, EdgeLinks.Permission permission) {
        return catalogue.find(Kind.TRACK, id).map(track -> PlaybackView.of(track, permission));
    }
}
