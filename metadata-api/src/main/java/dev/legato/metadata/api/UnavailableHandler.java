package dev.legato.metadata.api;

import dev.legato.metadata.catalogue.UnavailableTracks;
import dev.legato.metadata.catalogue.UnavailableTracks.Unavailable;
import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.PagePath;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.util.List;

/** Lists what a purge would remove. */
public final class UnavailableHandler {
    private final UnavailableTracks tracks;

    public UnavailableHandler(UnavailableTracks tracks) {
        this.tracks = tracks;
    }

    public Reply list(Request request) {
        int limit = request.limit(Request.MAX_ITEMS);
        List<Unavailable> found = tracks.after(request.query("cursor", text -> Cursor.parse(text, Part.ID)), limit + 1);
        PagePath list = new PagePath("/internal/v1/unavailable-tracks").with("limit", limit);
        return Reply.ok(Page.of(found, limit, list, last -> Cursor.of(last.id())));
    }
}
