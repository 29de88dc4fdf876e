package dev.legato.metadata.api;

import dev.legato.metadata.cache.Catalogue;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.metadata.catalogue.Track;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.util.Collection;
import java.util.List;

/** Renders catalogue entries for the wire, by id. */
public final class Views {
    private final Catalogue catalogue;
    private final EdgeLinks links;

    public Views(Catalogue catalogue, EdgeLinks links) {
        this.catalogue = catalogue;
        this.links = links;
    }

    /** The same with links for whoever sent a request. */
    Views of(Request request) {
        return new Views(catalogue, links.under(request.host()));
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

    /** @throws dev.legato.runtime.problem.ProblemException 404 if there is no such track, or its file is gone */
    Track requirePlayable(String id) {
        Track track = catalogue
                .find(Kind.TRACK, id)
                .orElseThrow(() -> Problem.notFound("There is no track %s.".formatted(id)));
        if (!track.available()) {
            // Not 410: the file may come back, and the track with it.
            throw Problem.notFound("Track %s is not available now: its file is not in the music folder.".formatted(id));
        }
        return track;
    }
}
