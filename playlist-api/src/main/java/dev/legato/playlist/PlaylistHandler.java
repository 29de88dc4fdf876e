package dev.legato.playlist;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.LibraryEvent;
import dev.legato.playlist.PlaylistAccess.Right;
import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.PagePath;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.postgres.Database;
import dev.legato.runtime.problem.Problem;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Creates, lists, reads, renames and deletes playlists. */
final class PlaylistHandler {
    private static final int PAGE = 20;

    private final Database database;
    private final PlaylistStore playlists;
    private final Changes changes;
    private final IdempotentRequests idempotent;
    private final Clock clock;
    private final RandomGenerator random;

    /** {@code {name, description?}}. */
    record NewPlaylist(@Nullable String name, @Nullable String description) {}

    /** {@code {name?, description?}}; a description of null takes it away. */
    record PlaylistPatch(@Nullable String name, @Nullable JsonNode description) {}

    PlaylistHandler(
            Database database,
            PlaylistStore playlists,
            Changes changes,
            IdempotentRequests idempotent,
            Clock clock,
            RandomGenerator random) {
        this.database = database;
        this.playlists = playlists;
        this.changes = changes;
        this.idempotent = idempotent;
        this.clock = clock;
        this.random = random;
    }

    /** The id in an operation's path; what cannot be one is 404. */
    static String id(Request request) {
        return request.path("id", text -> {
            ContentId.require("playlist id", text);
            return text;
        });
    }

    Reply create(Request request) {
        NewPlaylist body = request.body(NewPlaylist.class);
        String name = Request.member("name", body.name(), Playlist::parseName);
        String description = body.description() == null ? null : description(body.description());
        Instant now = now();
        Playlist playlist = new Playlist(
                ContentId.random(random), request.caller().account(), name, description, 0, 1, 0, now, now);
        return changes.run(
                request.caller().account(),
                transaction -> idempotent.once(transaction, request, "createPlaylist", () -> {
                    changes.create(transaction, playlist);
                    return Reply.created(URI.create("/v1/playlists/" + playlist.id()), PlaylistReply.of(playlist))
                            .etag(playlist.tag());
                }));
    }

    Reply mine(Request request) {
        int limit = request.limit(PAGE);
        PlaylistStore.After after =
                request.query("cursor", PlaylistHandler::after).orElse(null);
        List<Playlist> found =
                playlists.ofOwner(reads(request), request.caller().account(), after, limit + 1);
        PagePath list = new PagePath("/v1/me/playlists").with("limit", limit);
        return Reply.ok(Page.of(found, limit, list, PlaylistHandler::cursor).map(PlaylistReply::of))
                .privateAlwaysAsk();
    }

    Reply get(Request request) {
        String id = id(request);
        Playlist playlist = PlaylistAccess.require(
                Right.READ,
                playlists.find(reads(request), id).orElseThrow(() -> PlaylistAccess.notFound(id)),
                request.caller());
        return reply(playlist);
    }

    Reply update(Request request) {
        String id = id(request);
        IfMatch match = IfMatch.required(request);
        PlaylistPatch patch = request.body(PlaylistPatch.class);
        if (patch.name() == null && patch.description() == null) {
            throw Problem.invalid("body", "empty (expected: name or description)");
        }
        return reply(changes.run(request.caller().account(), transaction -> {
            Playlist current = changes.lock(transaction, id, request.caller(), match);
            String name =
                    patch.name() == null ? current.name() : Request.member("name", patch.name(), Playlist::parseName);
            String description = patch.description() == null ? current.description() : description(patch.description());
            Playlist next = current.named(name, description).changed(current.trackCount(), now());
            changes.save(transaction, next, LibraryEvent.Type.UPDATED, List.of());
            return next;
        }));
    }

    Reply delete(Request request) {
        String id = id(request);
        IfMatch match = IfMatch.required(request);
        return changes.run(request.caller().account(), transaction -> {
            Playlist current = changes.lock(transaction, id, request.caller(), match);
            changes.delete(transaction, current.changed(current.trackCount(), now()));
            return Reply.noContent();
        });
    }

    private Pool reads(Request request) {
        return database.reads(request.caller().account());
    }

    private static Reply reply(Playlist playlist) {
        return Reply.ok(PlaylistReply.of(playlist)).etag(playlist.tag()).privateAlwaysAsk();
    }

    private static @Nullable String description(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw Problem.invalid("description", "expected: a text or null");
        }
        return description(node.textValue());
    }

    private static @Nullable String description(String text) {
        String parsed = Request.member("description", text, Playlist::parseDescription);
        return parsed.isEmpty() ? null : parsed;
    }

    private static Cursor cursor(Playlist last) {
        return Cursor.of(last.createdAt().toString(), last.id());
    }

    private static PlaylistStore.After after(String text) {
        List<String> parts = Cursor.parse(text, Part.INSTANT, Part.ID).parts();
        return new PlaylistStore.After(Instant.parse(parts.getFirst()), parts.getLast());
    }

    /** As exact as PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
