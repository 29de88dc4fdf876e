package dev.legato.playlist;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.LibraryEvent;
import dev.legato.contracts.LibraryEvent.Item;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Adds, moves and removes a playlist's entries. */
final class ItemHandler {
    private final EntryStore entries;
    private final Changes changes;
    private final IdempotentRequests idempotent;
    private final Clock clock;
    private final RandomGenerator random;

    /** {@code {trackIds, position?}}; no position is the end. */
    record NewItems(
            @Nullable List<@Nullable String> trackIds,
            @Nullable Integer position) {}

    /** {@code {entryIds, before}}; before null is the end. */
    record Move(
            @Nullable List<@Nullable String> entryIds,
            @Nullable String before) {}

    /** {@code {entries: [{entryId, trackId}]}}. */
    record Added(List<Item> entries) {}

    ItemHandler(
            EntryStore entries, Changes changes, IdempotentRequests idempotent, Clock clock, RandomGenerator random) {
        this.entries = entries;
        this.changes = changes;
        this.idempotent = idempotent;
        this.clock = clock;
        this.random = random;
    }

    Reply add(Request request) {
        String id = PlaylistHandler.id(request);
        NewItems body = request.body(NewItems.class);
        List<TrackId> tracks = members("trackIds", body.trackIds(), TrackId::new);
        IfMatch match = IfMatch.optional(request);
        return changes.run(
                request.caller().account(),
                transaction -> idempotent.once(transaction, request, "addItems:" + id, () -> {
                    Playlist playlist = changes.lock(transaction, id, request.caller(), match);
                    return add(transaction, playlist, request.caller(), tracks, body.position());
                }));
    }

    Reply move(Request request) {
        String id = PlaylistHandler.id(request);
        IfMatch match = IfMatch.required(request);
        Move body = request.body(Move.class);
        List<String> moved = members("entryIds", body.entryIds(), ItemHandler::entryId);
        if (body.before() != null) {
            var _ = Request.member("before", body.before(), ItemHandler::entryId);
        }
        requireApart(moved, body.before());
        return changes.run(request.caller().account(), transaction -> {
            Playlist playlist = changes.lock(transaction, id, request.caller(), match);
            return move(transaction, playlist, moved, body.before());
        });
    }

    Reply remove(Request request) {
        String id = PlaylistHandler.id(request);
        String entry = request.path("entryId", ItemHandler::entryId);
        IfMatch match = IfMatch.required(request);
        return changes.run(request.caller().account(), transaction -> {
            Playlist playlist = changes.lock(transaction, id, request.caller(), match);
            TrackId track = entries.tracks(transaction, id, List.of(entry)).get(entry);
            if (track == null) {
                throw Problem.notFound("The playlist has no entry '%s'.".formatted(entry));
            }
            entries.delete(transaction, id, entry);
            Playlist next = playlist.changed(playlist.trackCount() - 1, now());
            changes.save(transaction, next, LibraryEvent.Type.ITEMS_REMOVED, List.of(new Item(entry, track)));
            return Reply.noContent().etag(next.tag());
        });
    }

    private Reply add(
            SqlConnection transaction,
            Playlist playlist,
            Caller caller,
            List<TrackId> tracks,
            @Nullable Integer wanted) {
        int count = playlist.trackCount() + tracks.size();
        if (count > Playlist.MAX_ENTRIES) {
            throw Problem.unprocessable(
                    "trackIds",
                    "the playlist would have %d entries (expected: <= %d)".formatted(count, Playlist.MAX_ENTRIES));
        }
        int position = wanted == null ? playlist.trackCount() : wanted;
        if (position < 0 || position > playlist.trackCount()) {
            throw Problem.unprocessable(
                    "position", "%d (expected: 0 to %d)".formatted(position, playlist.trackCount()));
        }
        Ranked ranked =
                ranks(transaction, playlist, tracks.size(), () -> entries.gapAt(transaction, playlist.id(), position));
        Instant now = now();
        List<Entry> added = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            added.add(new Entry(
                    ContentId.random(random), tracks.get(i), ranked.ranks().get(i), now, caller.account()));
        }
        entries.insert(transaction, playlist.id(), added);
        Playlist next = ranked.playlist().changed(count, now);
        List<Item> items =
                added.stream().map(entry -> new Item(entry.id(), entry.track())).toList();
        changes.save(transaction, next, LibraryEvent.Type.ITEMS_ADDED, items);
        return Reply.created(URI.create("/v1/playlists/%s/items".formatted(next.id())), new Added(items))
                .etag(next.tag());
    }

    private Reply move(SqlConnection transaction, Playlist playlist, List<String> moved, @Nullable String before) {
        List<String> named = new ArrayList<>(moved);
        if (before != null) {
            named.add(before);
        }
        Map<String, TrackId> tracks = entries.tracks(transaction, playlist.id(), named);
        for (String entry : named) {
            if (!tracks.containsKey(entry)) {
                throw Problem.unprocessable(
                        entry.equals(before) ? "before" : "entryIds",
                        "'%s' (expected: an entry of the playlist)".formatted(entry));
            }
        }
        Ranked ranked = ranks(
                transaction,
                playlist,
                moved.size(),
                () -> entries.gapBefore(transaction, playlist.id(), before, moved));
        entries.move(transaction, playlist.id(), moved, ranked.ranks());
        Playlist next = ranked.playlist().changed(playlist.trackCount(), now());
        List<Item> items = moved.stream()
                .map(entry -> new Item(entry, Objects.requireNonNull(tracks.get(entry))))
                .toList();
        changes.save(transaction, next, LibraryEvent.Type.ITEMS_MOVED, items);
        return Reply.noContent().etag(next.tag());
    }

    /** Ranks in a gap, and the playlist, renumbered if there was no room. */
    private record Ranked(Playlist playlist, List<Long> ranks) {}

    private Ranked ranks(SqlConnection transaction, Playlist playlist, int count, Supplier<EntryStore.Gap> gap) {
        EntryStore.Gap found = gap.get();
        return Ranks.between(found.after(), found.before(), count)
                .map(ranks -> new Ranked(playlist, ranks))
                .orElseGet(() -> {
                    entries.renumber(transaction, playlist.id());
                    EntryStore.Gap wider = gap.get();
                    return new Ranked(
                            playlist.renumbered(),
                            Ranks.between(wider.after(), wider.before(), count).orElseThrow());
                });
    }

    private static String entryId(String text) {
        ContentId.require("entryId", text);
        return text;
    }

    private static <T> List<T> members(
            String field, @Nullable List<@Nullable String> texts, Function<String, T> parse) {
        int size = texts == null ? 0 : texts.size();
        if (texts == null || size < 1 || size > Request.MAX_ITEMS) {
            throw Problem.invalid(field, "%d of them (expected: 1 to %d)".formatted(size, Request.MAX_ITEMS));
        }
        List<T> parsed = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            parsed.add(Request.member("%s[%d]".formatted(field, i), texts.get(i), parse));
        }
        return parsed;
    }

    private static void requireApart(List<String> moved, @Nullable String before) {
        if (new HashSet<>(moved).size() < moved.size()) {
            throw Problem.invalid("entryIds", "an entry twice (expected: each once)");
        }
        if (before != null && moved.contains(before)) {
            throw Problem.invalid("before", "'%s' is moved itself (expected: an entry that stays)".formatted(before));
        }
    }

    /** As exact as PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
