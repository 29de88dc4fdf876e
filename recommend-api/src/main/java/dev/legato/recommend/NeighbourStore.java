package dev.legato.recommend;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what was learnt. Tracks that cannot be played now do not appear, nor do those that the catalogue does not have. */
final class NeighbourStore {
    private static final int MAX_CANDIDATES = 500;
    private static final int MAX_CANDIDATES_EACH = 100;
    private static final int RECENT = 50;

    private static final String OF_TRACK = """
        SELECT c.track, c.other, c.listeners AS together, a.listeners, b.listeners AS other_listeners
        FROM cooccurrence c JOIN track a ON a.id = c.track JOIN track b ON b.id = c.other
        WHERE c.track = $1 AND b.available
        ORDER BY c.listeners DESC, c.other LIMIT $2\
        """;

    private static final String OF_LISTENER = """
        WITH recent AS (SELECT track FROM listened WHERE account = $1 ORDER BY last_at DESC, track LIMIT $2)
        SELECT n.track, n.other, n.listeners AS together, a.listeners, n.other_listeners
        FROM recent r
        CROSS JOIN LATERAL (
          SELECT c.track, c.other, c.listeners, b.listeners AS other_listeners
          FROM cooccurrence c JOIN track b ON b.id = c.other AND b.available
          WHERE c.track = r.track
            AND NOT EXISTS (SELECT 1 FROM listened l WHERE l.account = $1 AND l.track = c.other)
          ORDER BY c.listeners DESC, c.other LIMIT $3
        ) n
        JOIN track a ON a.id = n.track\
        """;

    private static final String OF_SAME_ARTISTS = """
        SELECT t.id FROM track t
        WHERE t.artists && (SELECT artists FROM track WHERE id = $1) AND t.id <> $1 AND t.available
        ORDER BY t.listeners DESC, t.id LIMIT $2\
        """;

    private static final String POPULAR = """
        SELECT t.id FROM track t WHERE t.id <> $1 AND t.available ORDER BY t.listeners DESC, t.id LIMIT $2\
        """;

    private static final String POPULAR_UNHEARD = """
        SELECT t.id FROM track t
        WHERE t.available AND NOT EXISTS (SELECT 1 FROM listened l WHERE l.account = $1 AND l.track = t.id)
        ORDER BY t.listeners DESC, t.id LIMIT $2\
        """;

    private final Pool pool;

    NeighbourStore(Pool pool) {
        this.pool = pool;
    }

    /** Whether the catalogue has a track, available or not. */
    boolean isPresent(String track) {
        return !read("SELECT 1 FROM track WHERE id = $1 AND present", Tuple.of(track), row -> row.getInteger(0))
                .isEmpty();
    }

    /** Of a track, those that most listeners heard with it. */
    List<Neighbour> ofTrack(String track) {
        return read(OF_TRACK, Tuple.of(track, MAX_CANDIDATES), NeighbourStore::neighbour);
    }

    /** Of the tracks a listener heard last, without any the listener has heard. */
    List<Neighbour> ofListener(String account) {
        return read(OF_LISTENER, Tuple.of(account, RECENT, MAX_CANDIDATES_EACH), NeighbourStore::neighbour);
    }

    /** The most heard of a track's artists, without the track. */
    List<String> ofSameArtists(String track) {
        return read(OF_SAME_ARTISTS, Tuple.of(track, Scoring.MOST), row -> row.getString("id"));
    }

    /** The most heard of all, without one track. */
    List<String> popularBeside(String track) {
        return read(POPULAR, Tuple.of(track, Scoring.MOST), row -> row.getString("id"));
    }

    /** The most heard of all that a listener has not heard. */
    List<String> popularUnheard(String account) {
        return read(POPULAR_UNHEARD, Tuple.of(account, Scoring.MOST), row -> row.getString("id"));
    }

    private <T> List<T> read(String sql, Tuple parameters, Function<Row, T> reading) {
        List<T> found = new ArrayList<>();
        for (Row row : pool.preparedQuery(sql).execute(parameters).await()) {
            found.add(reading.apply(row));
        }
        return found;
    }

    private static Neighbour neighbour(Row row) {
        return new Neighbour(
                row.getString("track"),
                row.getString("other"),
                row.getLong("together"),
                row.getLong("listeners"),
                row.getLong("other_listeners"));
    }
}
