package dev.legato.metadata.api;

import dev.legato.contracts.AlbumView;
import dev.legato.contracts.ArtistView;
import dev.legato.contracts.TrackView;
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
    private final boolean explicit;

    public Views(Catalogue catalogue, EdgeLinks links) {
        this(catalogue, links, true);
    }

    private Views(Catalogue catalogue, EdgeLinks links, boolean explicit) {
        this.catalogue = catalogue;
        this.links = links;
        this.explicit = explicit;
    }

    /** The same with links for whoever sent a request, and without the tracks that are not for them. */
    Views of(Request request) {
        boolean all = Listener.of(request.caller()).explicit();
        return new Views(catalogue, links.under(request.host()), all);
    }

    List<TrackView> tracks(Collection<String> ids) {
        return catalogue.find(Kind.TRACK, ids).stream()
                .filter(track -> explicit || !track.explicit())
                .map(track -> TrackView.of(track.readSide(), track.albumLoudness(), links::image))
                .toList();
    }

    List<AlbumView> albums(Collection<String> ids) {
        return catalogue.find(Kind.ALBUM, ids).stream()
                .map(album -> AlbumView.of(album, links::image))
                .toList();
    }

    List<ArtistView> artists(Collection<String> ids) {
        return catalogue.find(Kind.ARTIST, ids).stream()
                .map(artist -> ArtistView.of(artist, links::image))
                .toList();
    }

    /** @throws dev.legato.runtime.problem.ProblemException 404 if there is no such track, 403 if it is not for the caller */
    Track requireHearable(String id) {
        Track track = catalogue
                .find(Kind.TRACK, id)
                .orElseThrow(() -> Problem.notFound("There is no track %s.".formatted(id)));
        if (track.explicit() && !explicit) {
            throw Problem.forbidden("This profile plays no explicit tracks.");
        }
        return track;
    }

    /** The same, and 404 if its file is gone. */
    Track requirePlayable(String id) {
        Track track = requireHearable(id);
        if (!track.available()) {
            // Not 410: the file may come back, and the track with it.
            throw Problem.notFound("Track %s is not available now: its file is not in the music folder.".formatted(id));
        }
        return track;
    }
}
