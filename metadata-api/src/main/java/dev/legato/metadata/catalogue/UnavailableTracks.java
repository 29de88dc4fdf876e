package dev.legato.metadata.catalogue;

import dev.legato.runtime.http.Cursor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tracks whose files are gone, in the order of ids. Blocks its virtual thread. */
public final class UnavailableTracks {
    private static final String SELECT = """
            SELECT t.id, t.name, a.id AS album_id, a.name AS album, t.unavailable_since,
              (SELECT count(*) FROM tracks s WHERE s.album_id = a.id) AS album_tracks
            FROM tracks t JOIN albums a ON a.id = t.album_id
            WHERE t.unavailable_since IS NOT NULL AND t.id > $2
            ORDER BY t.id LIMIT $1""";

    private final Pool pool;

    /**
     * One of them.
     *
     * @param album its id
     * @param albumName its name
     * @param albumTracks how many tracks the album has, available or not
     * @param since when its file was missed
     */
    public record Unavailable(String id, String name, String album, String albumName, int albumTracks, Instant since) {}

    public UnavailableTracks(Pool pool) {
        this.pool = pool;
    }

    /** At most so many, after a cursor of one part. */
    public List<Unavailable> after(Optional<Cursor> cursor, int limit) {
        String after = cursor.map(given -> given.parts().getFirst()).orElse("");
        List<Unavailable> tracks = new ArrayList<>();
        for (Row row :
                pool.preparedQuery(SELECT).execute(Tuple.of(limit, after)).await()) {
            tracks.add(new Unavailable(
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("album_id"),
                    row.getString("album"),
                    row.getInteger("album_tracks"),
                    row.getOffsetDateTime("unavailable_since").toInstant()));
        }
        return tracks;
    }
}
