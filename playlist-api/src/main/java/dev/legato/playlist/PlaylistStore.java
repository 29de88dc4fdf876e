package dev.legato.playlist;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Playlists in PostgreSQL, once by their id and once by their owner, so that either is found in one partition. For virtual
 * threads.
 */
final class PlaylistStore {
    private static final String COLUMNS =
            "id, owner, name, description, track_count, version, layout, created_at, updated_at";

    private static final String CHANGES =
            " SET name = $2, description = $3, track_count = $4, version = $5, layout = $6, updated_at = $7";

    /**
     * Where a page of an owner's playlists begins.
     *
     * @param createdAt of the last playlist of the page before
     */
    record After(Instant createdAt, String id) {}

    void insert(SqlConnection transaction, Playlist playlist) {
        insert(transaction, "playlists", playlist);
        insert(transaction, "owned_playlists", playlist);
    }

    private static void insert(SqlConnection transaction, String table, Playlist playlist) {
        var _ = transaction
                .preparedQuery(
                        "INSERT INTO " + table + " (" + COLUMNS + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
                .execute(Tuple.from(List.of(playlist.id(), playlist.owner(), playlist.name()))
                        .addValue(playlist.description())
                        .addValue(playlist.trackCount())
                        .addValue(playlist.version())
                        .addValue(playlist.layout())
                        .addValue(time(playlist.createdAt()))
                        .addValue(time(playlist.updatedAt())))
                .await();
    }

    Optional<Playlist> find(SqlClient client, String id) {
        return first(client.preparedQuery("SELECT " + COLUMNS + " FROM playlists WHERE id = $1")
                .execute(Tuple.of(id))
                .await());
    }

    /** The playlist, locked until the transaction ends. */
    Optional<Playlist> lock(SqlConnection transaction, String id) {
        return first(transaction
                .preparedQuery("SELECT " + COLUMNS + " FROM playlists WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .await());
    }

    /** An owner's playlists, the newest first. */
    List<Playlist> ofOwner(SqlClient client, String owner, @Nullable After after, int limit) {
        String query = "SELECT " + COLUMNS + " FROM owned_playlists WHERE owner = $1"
                + (after == null ? "" : " AND (created_at, id) < ($3, $4)")
                + " ORDER BY created_at DESC, id DESC LIMIT $2";
        Tuple parameters = Tuple.of(owner, limit);
        if (after != null) {
            parameters = parameters.addValue(time(after.createdAt())).addValue(after.id());
        }
        List<Playlist> playlists = new ArrayList<>();
        for (Row row : client.preparedQuery(query).execute(parameters).await()) {
            playlists.add(playlist(row));
        }
        return playlists;
    }

    /** Writes a new version of a playlist that is locked. */
    void update(SqlConnection transaction, Playlist playlist) {
        var _ = transaction
                .preparedQuery("UPDATE playlists" + CHANGES + " WHERE id = $1")
                .execute(changes(playlist))
                .await();
        requireListed(
                playlist,
                transaction
                        .preparedQuery("UPDATE owned_playlists" + CHANGES + " WHERE id = $1 AND owner = $8")
                        .execute(changes(playlist).addValue(playlist.owner()))
                        .await());
    }

    /** Removes a playlist that is locked, with its entries. */
    void delete(SqlConnection transaction, Playlist playlist) {
        var _ = transaction
                .preparedQuery("DELETE FROM playlists WHERE id = $1")
                .execute(Tuple.of(playlist.id()))
                .await();
        requireListed(playlist, unlisted(transaction, playlist));
    }

    /** Removes a playlist that no longer exists from its owner's list. */
    void unlist(SqlConnection transaction, Playlist playlist) {
        var _ = unlisted(transaction, playlist);
    }

    private static RowSet<Row> unlisted(SqlConnection transaction, Playlist playlist) {
        return transaction
                .preparedQuery("DELETE FROM owned_playlists WHERE id = $1 AND owner = $2")
                .execute(Tuple.of(playlist.id(), playlist.owner()))
                .await();
    }

    /** The tables must not drift apart: a playlist that its owner does not find would not be forgotten with the account. */
    private static void requireListed(Playlist playlist, RowSet<Row> changed) {
        if (changed.rowCount() != 1) {
            throw new IllegalStateException("playlist %s: %d rows of owned_playlists changed (expected: 1)"
                    .formatted(playlist.id(), changed.rowCount()));
        }
    }

    private static Tuple changes(Playlist playlist) {
        return Tuple.of(playlist.id(), playlist.name())
                .addValue(playlist.description())
                .addValue(playlist.trackCount())
                .addValue(playlist.version())
                .addValue(playlist.layout())
                .addValue(time(playlist.updatedAt()));
    }

    private static Optional<Playlist> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(playlist(rows.iterator().next()));
    }

    private static Playlist playlist(Row row) {
        return new Playlist(
                row.getString("id"),
                row.getString("owner"),
                row.getString("name"),
                row.getString("description"),
                row.getInteger("track_count"),
                row.getLong("version"),
                row.getInteger("layout"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
