package dev.legato.recommend;

import dev.legato.runtime.postgres.Transactions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Collection;

/**
 * Writes what is learnt. A pair of tracks counts once for a listener: when the later of the two is heard for the first
 * time, while the earlier is among the {@value #NEIGHBOURHOOD} tracks the listener heard last.
 *
 * <p>The row in {@code listened} is made in the transaction of its effects, so an event counts exactly once however often
 * its batch is handed over. That holds for any replay, also of a topic that was made anew, which a stored offset would
 * take for events already seen.
 */
final class LearningStore {
    static final int NEIGHBOURHOOD = 200;

    private static final String KNOW = """
        INSERT INTO track (id, artists, present, available) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE
        SET artists = excluded.artists, present = excluded.present, available = excluded.available\
        """;

    /** An id that was never a track's is an album's or an artist's, of which nothing is kept. */
    private static final String FORGET = """
        UPDATE track SET artists = $2, present = $3, available = $4 WHERE id = $1\
        """;

    /** Two statements, since a row of a partitioned table does not say whether it was inserted or updated. */
    private static final String LISTENED_FIRST = """
        INSERT INTO listened (account, track, first_at, last_at) VALUES ($1, $2, $3, $3)
        ON CONFLICT (account, track) DO NOTHING\
        """;

    private static final String LISTENED_AGAIN = """
        UPDATE listened SET first_at = least(first_at, $3), last_at = greatest(last_at, $3)
        WHERE account = $1 AND track = $2\
        """;

    private static final String COUNT_LISTENER = """
        INSERT INTO track (id, listeners) VALUES ($1, 1)
        ON CONFLICT (id) DO UPDATE SET listeners = track.listeners + 1\
        """;

    /** Both directions, so that either track's neighbours are read by its key; in order, so that none waits in a ring. */
    private static final String COUNT_PAIRS = """
        WITH recent AS (
          SELECT track FROM listened WHERE account = $1 AND track <> $2 ORDER BY last_at DESC LIMIT $3
        ), pairs (track, other) AS (
          SELECT $2, track FROM recent UNION ALL SELECT track, $2 FROM recent
        )
        INSERT INTO cooccurrence (track, other, listeners) SELECT track, other, 1 FROM pairs ORDER BY track, other
        ON CONFLICT (track, other) DO UPDATE SET listeners = cooccurrence.listeners + 1\
        """;

    private final Pool pool;

    LearningStore(Pool pool) {
        this.pool = pool;
    }

    /** Learns all of it or, failing, nothing. */
    void learn(Collection<KnownTrack> tracks, Collection<Listen> listens) {
        var _ = Transactions.run(pool, connection -> {
            tracks.forEach(track -> know(connection, track));
            listens.forEach(listen -> listen(connection, listen));
            return connection;
        });
    }

    private static void know(SqlConnection connection, KnownTrack track) {
        var _ = connection
                .preparedQuery(track.present() ? KNOW : FORGET)
                .execute(Tuple.of(
                        track.id(), track.artists().toArray(String[]::new), track.present(), track.available()))
                .await();
    }

    private static void listen(SqlConnection connection, Listen listen) {
        Tuple heard = Tuple.of(listen.account(), listen.track(), listen.at().atOffset(ZoneOffset.UTC));
        boolean first =
                connection.preparedQuery(LISTENED_FIRST).execute(heard).await().rowCount() == 1;
        if (!first) {
            var _ = connection.preparedQuery(LISTENED_AGAIN).execute(heard).await();
        } else {
            var _ = connection
                    .preparedQuery(COUNT_LISTENER)
                    .execute(Tuple.of(listen.track()))
                    .await();
            var _ = connection
                    .preparedQuery(COUNT_PAIRS)
                    .execute(Tuple.of(listen.account(), listen.track(), NEIGHBOURHOOD))
                    .await();
        }
    }
}
