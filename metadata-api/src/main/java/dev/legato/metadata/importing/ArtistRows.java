package dev.legato.metadata.importing;

import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.metadata.catalogue.SortName;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of artists. */
final class ArtistRows {
    /** A row that was there has been locked by this transaction: its xmax distinguishes it from an inserted one. */
    private static final String UPSERT = """
            INSERT INTO artists AS p (id, name, sort_name)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
            ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, sort_name = excluded.sort_name
            WHERE p.name <> excluded.name
            RETURNING p.id, p.xmax::text <> '0' AS renamed""";

    private static final String DELETE_UNUSED = """
            DELETE FROM artists p
            WHERE id = ANY($1)
              AND NOT EXISTS (SELECT FROM track_artists x WHERE x.artist_id = p.id)
              AND NOT EXISTS (SELECT FROM album_artists x WHERE x.artist_id = p.id)
            RETURNING id""";

    private static final String ON = """
            SELECT x.artist_id FROM album_artists x WHERE x.album_id = ANY($1)
            UNION
            SELECT y.artist_id FROM track_artists y JOIN tracks t ON t.id = y.track_id WHERE t.album_id = ANY($1)""";

    private ArtistRows() {}

    /**
     * Enters artists and corrects names.
     *
     * @param artists each id once
     * @return the ids of those who were there under another name
     */
    static Set<String> put(WriteTransaction transaction, Collection<Artist> artists) {
        Tuple columns = Tuple.tuple()
                .addArrayOfString(artists.stream().map(Artist::id).toArray(String[]::new))
                .addArrayOfString(artists.stream().map(Artist::name).toArray(String[]::new))
                .addArrayOfString(artists.stream()
                        .map(artist -> SortName.of(artist.name()))
                        .toArray(String[]::new));
        Set<String> renamed = new HashSet<>();
        for (Row row : transaction.query(UPSERT, columns)) {
            if (row.getBoolean("renamed")) {
                renamed.add(row.getString("id"));
            }
        }
        return renamed;
    }

    /** Removes those of them whom no track and no album names, and returns their ids. */
    static Set<String> removeUnused(WriteTransaction transaction, Collection<String> ids) {
        return transaction.ids(DELETE_UNUSED, ids);
    }

    /**
     * Replaces the other names that an artist is found by.
     *
     * @return whether there is such an artist
     */
    static boolean putAliases(WriteTransaction transaction, String artist, List<String> aliases) {
        return transaction
                .first(
                        "UPDATE artists SET aliases = $2 WHERE id = $1 RETURNING id",
                        Tuple.of(artist).addArrayOfString(WriteTransaction.array(aliases)))
                .isPresent();
    }

    /** The ids of those who perform on these albums, or whose they are. */
    static Set<String> on(WriteTransaction transaction, Collection<String> albums) {
        return transaction.ids(ON, albums);
    }
}
