package dev.legato.playlist;

import dev.legato.contracts.TrackId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Playlists' entries in PostgreSQL. Whoever changes them holds the lock of their playlist. For virtual threads. */
final class EntryStore {
    /** The ranks on both sides of a place; null at the playlist's start or end. */
    record Gap(@Nullable Long after, @Nullable Long before) {}

    /** The entries behind a rank, or from the start. */
    List<Entry> page(SqlClient client, String playlist, OptionalLong after, int limit) {
        List<Entry> entries = new ArrayList<>();
        for (Row row : client.preparedQuery("SELECT entry_id, track_id, rank, added_at, added_by FROM entries"
                        + " WHERE playlist_id = $1 AND rank > $2 ORDER BY rank LIMIT $3")
                .execute(Tuple.of(playlist, after.orElse(Long.MIN_VALUE), limit))
                .await()) {
            entries.add(new Entry(
                    row.getString("entry_id"),
                    new TrackId(row.getString("track_id")),
                    row.getLong("rank"),
                    row.getOffsetDateTime("added_at").toInstant(),
                    row.getString("added_by")));
        }
        return entries;
    }

    /** The tracks of those of these entries that the playlist has. */
    Map<String, TrackId> tracks(SqlClient client, String playlist, List<String> entries) {
        Map<String, TrackId> tracks = new HashMap<>();
        for (Row row : client.preparedQuery(
                        "SELECT entry_id, track_id FROM entries WHERE playlist_id = $1 AND entry_id = ANY($2)")
                .execute(Tuple.of(playlist).addValue(array(entries)))
                .await()) {
            tracks.put(row.getString("entry_id"), new TrackId(row.getString("track_id")));
        }
        return tracks;
    }

    OptionalLong rank(SqlClient client, String playlist, String entry) {
        return first(client.preparedQuery("SELECT rank FROM entries WHERE playlist_id = $1 AND entry_id = $2")
                        .execute(Tuple.of(playlist, entry))
                        .await())
                .map(rank -> OptionalLong.of(rank))
                .orElse(OptionalLong.empty());
    }

    /**
     * The gap at a position.
     *
     * @param position 0 to the number of entries
     */
    Gap gapAt(SqlConnection transaction, String playlist, int position) {
        List<Long> neighbours = new ArrayList<>();
        for (Row row : transaction
                .preparedQuery("SELECT rank FROM entries WHERE playlist_id = $1 ORDER BY rank LIMIT $2 OFFSET $3")
                .execute(Tuple.of(playlist, position == 0 ? 1 : 2, Math.max(0, position - 1)))
                .await()) {
            neighbours.add(row.getLong(0));
        }
        if (position == 0) {
            return new Gap(null, neighbours.isEmpty() ? null : neighbours.getFirst());
        }
        return new Gap(neighbours.getFirst(), neighbours.size() == 2 ? neighbours.getLast() : null);
    }

    /**
     * The gap before an entry, or at the end, as if some other entries were not there.
     *
     * @param before null for the end
     */
    Gap gapBefore(SqlConnection transaction, String playlist, @Nullable String before, List<String> without) {
        @Nullable Long rank = null;
        if (before != null) {
            rank = rank(transaction, playlist, before).orElseThrow();
        }
        Optional<Long> after = first(transaction
                .preparedQuery("SELECT max(rank) FROM entries"
                        + " WHERE playlist_id = $1 AND rank < $2 AND entry_id <> ALL($3)")
                .execute(Tuple.of(playlist, rank == null ? Long.MAX_VALUE : rank, array(without)))
                .await());
        return new Gap(after.orElse(null), rank);
    }

    void insert(SqlConnection transaction, String playlist, List<Entry> entries) {
        Entry any = entries.getFirst();
        var _ = transaction
                .preparedQuery(
                        "INSERT INTO entries (playlist_id, entry_id, track_id, rank, added_at, added_by)"
                                + " SELECT $1, e, t, r, $5, $6 FROM unnest($2::text[], $3::text[], $4::bigint[]) AS u (e, t, r)")
                .execute(Tuple.of(
                        playlist,
                        array(entries.stream().map(Entry::id).toList()),
                        array(entries.stream()
                                .map(entry -> entry.track().value())
                                .toList()),
                        entries.stream().map(Entry::rank).toArray(Long[]::new),
                        any.addedAt().atOffset(ZoneOffset.UTC),
                        any.addedBy()))
                .await();
    }

    void move(SqlConnection transaction, String playlist, List<String> entries, List<Long> ranks) {
        var _ = transaction
                .preparedQuery("UPDATE entries SET rank = u.r FROM unnest($2::text[], $3::bigint[]) AS u (e, r)"
                        + " WHERE playlist_id = $1 AND entry_id = u.e")
                .execute(Tuple.of(playlist, array(entries), ranks.toArray(Long[]::new)))
                .await();
    }

    void delete(SqlConnection transaction, String playlist, String entry) {
        var _ = transaction
                .preparedQuery("DELETE FROM entries WHERE playlist_id = $1 AND entry_id = $2")
                .execute(Tuple.of(playlist, entry))
                .await();
    }

    /** Gives all entries new ranks, {@link Ranks#GAP} apart, in the order they have. */
    void renumber(SqlConnection transaction, String playlist) {
        var _ = transaction
                .preparedQuery("UPDATE entries SET rank = n.place * $2 FROM"
                        + " (SELECT entry_id, row_number() OVER (ORDER BY rank) AS place FROM entries"
                        + " WHERE playlist_id = $1) AS n WHERE playlist_id = $1 AND entries.entry_id = n.entry_id")
                .execute(Tuple.of(playlist, Ranks.GAP))
                .await();
    }

    private static Optional<Long> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.ofNullable(rows.iterator().next().getLong(0));
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
