package dev.legato.metadata.api;

import dev.legato.contracts.ImportedTrack.Lyrics;
import dev.legato.contracts.TrackId;
import dev.legato.metadata.catalogue.LyricsStore;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;

/** Answers a track's lyrics. */
public final class LyricsHandler {
    private final LyricsStore store;
    private final Views views;

    public LyricsHandler(LyricsStore store, Views views) {
        this.store = store;
        this.views = views;
    }

    public Reply lyrics(Request request) {
        TrackId id = request.path("id", TrackId::new);
        if (!Listener.of(request.caller()).explicit()) {
            var _ = views.of(request).requireHearable(id.value());
        }
        Lyrics lyrics = store.of(id.value())
                .orElseThrow(() -> Problem.notFound("There are no lyrics of a track %s.".formatted(id)));
        return Reply.tagged(LyricsView.of(lyrics));
    }
}
