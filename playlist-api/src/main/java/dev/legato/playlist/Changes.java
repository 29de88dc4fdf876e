package dev.legato.playlist;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.LibraryEvent;
import dev.legato.contracts.Topics;
import dev.legato.playlist.PlaylistAccess.Right;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.postgres.Database;
import dev.legato.runtime.postgres.Outbox;
import dev.legato.runtime.postgres.Transactions;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Function;

/** Runs each change of a playlist: locks it, checks access and version, writes the next version and its event. */
final class Changes {
    private static final String SOURCE = "/playlist-api";

    private final Database database;
    private final PlaylistStore playlists;
    private final Runnable afterCommit;

    /**
     * Creates it.
     *
     * @param afterCommit called when there may be events to relay
     */
    Changes(Database database, PlaylistStore playlists, Runnable afterCommit) {
        this.database = database;
        this.playlists = playlists;
        this.afterCommit = afterCommit;
    }

    /**
     * Makes changes in a transaction.
     *
     * @param account whose next reads see them
     */
    <T> T run(String account, Function<SqlConnection, T> work) {
        T result = Transactions.run(database.writes(account), work);
        afterCommit.run();
        return result;
    }

    /** The playlist, locked; ends the request with 404 or 412 if it cannot be changed by this caller or from that version. */
    Playlist lock(SqlConnection transaction, String id, Caller caller, IfMatch match) {
        Playlist playlist = PlaylistAccess.require(
                Right.WRITE, playlists.lock(transaction, id).orElseThrow(() -> PlaylistAccess.notFound(id)), caller);
        match.check(playlist);
        return playlist;
    }

    void create(SqlConnection transaction, Playlist playlist) {
        playlists.insert(transaction, playlist);
        publish(transaction, LibraryEvent.Type.CREATED, playlist, List.of());
    }

    void save(SqlConnection transaction, Playlist next, LibraryEvent.Type type, List<LibraryEvent.Item> entries) {
        playlists.update(transaction, next);
        publish(transaction, type, next, entries);
    }

    void delete(SqlConnection transaction, Playlist last) {
        playlists.delete(transaction, last);
        publish(transaction, LibraryEvent.Type.DELETED, last, List.of());
    }

    private static void publish(
            SqlConnection transaction, LibraryEvent.Type type, Playlist playlist, List<LibraryEvent.Item> entries) {
        LibraryEvent event = new LibraryEvent(
                playlist.id(),
                playlist.owner(),
                playlist.name(),
                playlist.description(),
                playlist.trackCount(),
                playlist.version(),
                entries);
        Outbox.add(
                        transaction,
                        Topics.LIBRARY,
                        playlist.id(),
                        CloudEvent.of(
                                event.eventId(), SOURCE, type.eventType(), playlist.id(), playlist.updatedAt(), event))
                .await();
    }
}
