package dev.legato.metadata.catalogue;

import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists of the catalogue, page by page, as ids. Each has a total order whose last part is the id, and a cursor holds
 * the order's values of a page's last item. Blocks its virtual thread.
 */
public final class CatalogueLists {
    private final Pool pool;

    /**
     * One page.
     *
     * @param next of the page after it, or null on the last
     */
    public record IdPage(List<String> ids, @Nullable Cursor next) {
        public IdPage {
            ids = List.copyOf(ids);
        }
    }

    /** How the list of all albums is ordered. Its cursors have two parts. */
    public enum AlbumOrder {
        /** The last added to the catalogue first. */
        NEWEST(Part.MICROSECONDS, """
            SELECT id, (extract(epoch FROM added_at) * 1000000)::bigint::text, id
            FROM albums
            WHERE $2::text IS NULL OR (added_at, id)
              < (TIMESTAMPTZ 'epoch' + $2::text::bigint * INTERVAL '1 microsecond', $3::text)
            ORDER BY added_at DESC, id DESC LIMIT $1"""),
        /** By name, a leading "The" passed over. */
        ALPHABETICAL(Part.TEXT, """
            SELECT id, sort_name, id FROM albums
            WHERE $2::text IS NULL OR (sort_name, id) > ($2::text, $3::text)
            ORDER BY sort_name, id LIMIT $1""");

        private final Part first;
        private final String select;

        AlbumOrder(Part first, String select) {
            this.first = first;
            this.select = select;
        }

        /** The parts of its cursors. */
        public Part[] cursor() {
            return new Part[] {first, Part.ID};
        }
    }

    public CatalogueLists(Pool pool) {
        this.pool = pool;
    }

    public IdPage albums(AlbumOrder order, Optional<Cursor> after, int limit) {
        return page(order.select, 2, List.of(), after, limit);
    }

    /**
     * An album's tracks by disc and number, those without a number last. Cursors have three parts.
     *
     * @param explicit whether explicit ones are among them
     */
    public IdPage albumTracks(String album, boolean explicit, Optional<Cursor> after, int limit) {
        return page("""
                SELECT * FROM (
                  SELECT id, coalesce(disc_number, 1)::text AS disc, coalesce(track_number, 2147483647)::text AS number, id
                  FROM tracks WHERE album_id = $5 AND ($6::text::boolean OR NOT explicit)) AS t (id, disc, number, same)
                WHERE $2::text IS NULL
                  OR (disc::bigint, number::bigint, id) > ($2::text::bigint, $3::text::bigint, $4::text)
                ORDER BY disc::bigint, number::bigint, id LIMIT $1""", 3, List.of(album, Boolean.toString(explicit)), after, limit);
    }

    /** The albums an artist has made or performs on, newest release first. Cursors have three parts. */
    public IdPage artistAlbums(String artist, Optional<Cursor> after, int limit) {
        return page("""
                SELECT a.id, coalesce(a.year, 0)::text, a.sort_name, a.id
                FROM albums a
                WHERE a.id IN (
                    SELECT x.album_id FROM album_artists x WHERE x.artist_id = $5
                    UNION SELECT t.album_id FROM track_artists y JOIN tracks t ON t.id = y.track_id
                    WHERE y.artist_id = $5)
                  AND ($2::text IS NULL OR coalesce(a.year, 0) < $2::text::integer
                    OR (coalesce(a.year, 0) = $2::text::integer AND (a.sort_name, a.id) > ($3::text, $4::text)))
                ORDER BY coalesce(a.year, 0) DESC, a.sort_name, a.id LIMIT $1""", 3, List.of(artist), after, limit);
    }

    /** $1 is the limit, then come the cursor's values or nulls, then whatever else the list needs. */
    private IdPage page(String select, int values, List<String> more, Optional<Cursor> after, int limit) {
        Tuple parameters = Tuple.of(limit + 1);
        for (int value = 0; value < values; value++) {
            parameters.addString(after.isPresent() ? after.get().parts().get(value) : null);
        }
        more.forEach(parameters::addString);
        List<String> ids = new ArrayList<>();
        Row last = null;
        RowSet<Row> rows = pool.preparedQuery(select).execute(parameters).await();
        for (Row row : rows) {
            if (ids.size() < limit) {
                ids.add(row.getString(0));
                last = row;
            }
        }
        return new IdPage(ids, last != null && rows.size() > limit ? cursor(last, values) : null);
    }

    private static Cursor cursor(Row row, int values) {
        List<String> parts = new ArrayList<>(values);
        for (int value = 1; value <= values; value++) {
            parts.add(row.getString(value));
        }
        return new Cursor(parts);
    }
}
