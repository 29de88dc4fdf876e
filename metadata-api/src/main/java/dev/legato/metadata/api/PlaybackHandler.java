package dev.legato.metadata.api;

import dev.legato.contracts.TrackId;
import dev.legato.metadata.catalogue.Track;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;

/** Signed links to a track's audio, for the listener who asks. */
public final class PlaybackHandler {
    private final Views views;
    private final EdgeLinks links;

    public PlaybackHandler(Views views, EdgeLinks links) {
        this.views = views;
        this.links = links;
    }

    public Reply playback(Request request) {
        TrackId id = request.path("id", TrackId::new);
        Listener listener = Listener.of(request.caller());
        Track track = views.of(request).requirePlayable(id.value());
        EdgeLinks.Permission permission = links.under(request.host()).permit(listener, id);
        return Reply.ok(PlaybackView.of(track, permission, listener.limits()))
                .header(
                        "Cache-Control",
                        "private, max-age=" + permission.sameFor().toSeconds())
                // Another account or plan in the same browser must not get these links.
                .header("Vary", "Authorization");
    }
}
