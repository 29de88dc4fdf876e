package dev.legato.playlist;

import dev.legato.contracts.TrackId;
import dev.legato.playlist.PlaylistAccess.Right;
import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.PagePath;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.postgres.Database;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A playlist's entries, page by page. */
final class ItemPageHandler {
    private static final int PAGE = 50;

    private final Database database;
    private final PlaylistStore playlists;
    private final EntryStore entries;

    /** {@code {entryId, trackId, addedAt, addedBy}}. */
    record ItemReply(String entryId, TrackId trackId, Instant addedAt, String addedBy) {}

    /**
     * The last entry of the page before.
     *
     * @param layout the playlist's when that page was read: in another one the rank means nothing
     */
    private record After(int layout, long rank, String entry) {}

    ItemPageHandler(Database database, PlaylistStore playlists, EntryStore entries) {
        this.database = database;
        this.playlists = playlists;
        this.entries = entries;
    }

    Reply list(Request request) {
        String id = PlaylistHandler.id(request);
        int limit = request.limit(PAGE);
        Optional<After> after = request.query("cursor", ItemPageHandler::after);
        Pool pool = database.readsOfRequest(request.caller().account());
        // Read before its entries: if it changes in between, the tag is too old, which costs a caller one more read.
        Playlist playlist = PlaylistAccess.require(
                Right.READ, playlists.find(pool, id).orElseThrow(() -> PlaylistAccess.notFound(id)), request.caller());
        OptionalLong rank = after.isEmpty() ? OptionalLong.empty() : OptionalLong.of(rank(pool, playlist, after.get()));
        List<Entry> found = entries.page(pool, id, rank, limit + 1);
        PagePath list = new PagePath("/v1/playlists/%s/items".formatted(id)).with("limit", limit);
        return Reply.ok(Page.of(found, limit, list, last -> cursor(playlist, last))
                        .map(ItemPageHandler::item))
                .etag(playlist.tag())
                .privateAlwaysAsk();
    }

    private long rank(Pool pool, Playlist playlist, After after) {
        return after.layout() == playlist.layout()
                ? after.rank()
                : entries.rank(pool, playlist.id(), after.entry()).orElse(after.rank());
    }

    private static ItemReply item(Entry entry) {
        return new ItemReply(entry.id(), entry.track(), entry.addedAt(), entry.addedBy());
    }

    private static Cursor cursor(Playlist playlist, Entry last) {
        return Cursor.of(Integer.toString(playlist.layout()), Long.toString(last.rank()), last.id());
    }

    private static After after(String text) {
        List<String> parts =
                Cursor.parse(text, Part.INTEGER, Part.LONG, Part.ID).parts();
        return new After(Integer.parseInt(parts.get(0)), Long.parseLong(parts.get(1)), parts.get(2));
    }
}
