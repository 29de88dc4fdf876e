package dev.legato.playlist;

import dev.legato.runtime.privacy.PersonalData;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An account's playlists, handed over and forgotten. For virtual threads. */
final class PlaylistData implements PersonalData {
    /** At 26 characters an id, a document of them stays below half a megabyte. */
    private static final int ENTRIES_PER_DOCUMENT = 2_000;

    /** Whoever added an entry to someone else's playlist and is gone. */
    static final String NOBODY = "nobody";

    private final Pool pool;
    private final PlaylistStore playlists;
    private final EntryStore entries;
    private final Changes changes;
    private final Clock clock;

    PlaylistData(Pool pool, PlaylistStore playlists, EntryStore entries, Changes changes, Clock clock) {
        this.pool = pool;
        this.playlists = playlists;
        this.entries = entries;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public void forget(String account) {
        while (deleteOne(account)) {}
        int _ = changes.run(account, transaction -> {
            remove(transaction, "DELETE FROM idempotent_requests WHERE account = $1", account);
            return update(transaction, account);
        });
    }

    /** One playlist per transaction: it may have ten thousand entries. */
    private boolean deleteOne(String account) {
        return changes.run(account, transaction -> {
            List<Playlist> found = playlists.ofOwner(transaction, account, null, 1);
            found.forEach(listed -> playlists
                    .lock(transaction, listed.id())
                    .ifPresentOrElse(
                            playlist -> changes.delete(
                                    transaction, playlist.changed(playlist.trackCount(), clock.instant())),
                            () -> playlists.unlist(transaction, listed)));
            return !found.isEmpty();
        });
    }

    @Override
    public List<Map<String, Object>> export(String account) {
        List<Map<String, Object>> documents = new ArrayList<>();
        PlaylistStore.After after = null;
        List<Playlist> page;
        do {
            page = playlists.ofOwner(pool, account, after, 100);
            for (Playlist playlist : page) {
                after = new PlaylistStore.After(playlist.createdAt(), playlist.id());
                export(playlist, documents);
            }
        } while (!page.isEmpty());
        return documents;
    }

    private void export(Playlist playlist, List<Map<String, Object>> documents) {
        OptionalLong last = OptionalLong.empty();
        List<Entry> page;
        do {
            page = entries.page(pool, playlist.id(), last, ENTRIES_PER_DOCUMENT);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("playlist", playlist.id());
            document.put("name", playlist.name());
            document.put(
                    "description", Optional.ofNullable(playlist.description()).orElse(""));
            document.put("createdAt", playlist.createdAt().toString());
            document.put(
                    "items",
                    page.stream()
                            .map(entry -> Map.of(
                                    "trackId", entry.track().value(),
                                    "addedAt", entry.addedAt().toString()))
                            .toList());
            documents.add(document);
            if (!page.isEmpty()) {
                last = OptionalLong.of(page.getLast().rank());
            }
        } while (page.size() == ENTRIES_PER_DOCUMENT);
    }

    private static void remove(SqlConnection transaction, String statement, String account) {
        var _ = transaction.preparedQuery(statement).execute(Tuple.of(account)).await();
    }

    private static int update(SqlConnection transaction, String account) {
        return transaction
                .preparedQuery("UPDATE entries SET added_by = $2 WHERE added_by = $1")
                .execute(Tuple.of(account, NOBODY))
                .await()
                .rowCount();
    }
}
