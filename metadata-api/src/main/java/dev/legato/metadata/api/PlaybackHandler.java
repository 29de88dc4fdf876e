package dev.legato.metadata.api;

import dev.legato.contracts.TrackId;
import dev.legato.runtime.http.Problem;
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
        String id = request.path("id", TrackId::new).value();
        EdgeLinks.Permission permission = links.permit(request.caller().account(), id);
        PlaybackView playback = views.playback(id, permission)
                .orElseThrow(() -> Problem.notFound("There is no track %s.".formatted(id)));
        return Reply.ok(playback)
                .header(
                        "Cache-Control",
                        "private, max-age=" + permission.sameFor().toSeconds());
    }
}
