package dev.legato.metadata.importing;

import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.metadata.search.SearchText;
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
            INSERT INTO artists AS p (id, name, sort_name, search_text)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
            ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, sort_name = excluded.sort_name, search_text = excluded.search_text
            WHERE p.name <> excluded.name
            RETURNING p.id, p.xmax::text <> '0' AS renamed""";

    private static final String DELETE_UNUSED = """
            DELETE FROM artists p
            WHERE id = ANY($1)
              AND NOT EXISTS (SELECT FROM track_artists x WHERE x.artist_id = p.id)
              AND NOT EXISTS (SELECT FROM album_artists x WHERE x.artist_id = p.id)""";

    private ArtistRows() {}

    /**
     * Enters artists and corrects names.
     *
     * @param artists each id once
     * @return the ids of those who were there under another name
     */
    static Set<String> put(WriteTransaction transaction, Collection<Artist> artists) {
        List<SearchText> texts =
                artists.stream().map(artist -> SearchText.of(artist.name())).toList();
        Tuple columns = Tuple.tuple()
                .addArrayOfString(artists.stream().map(Artist::id).toArray(String[]::new))
                .addArrayOfString(artists.stream().map(Artist::name).toArray(String[]::new))
                .addArrayOfString(texts.stream().map(SearchText::sortName).toArray(String[]::new))
                .addArrayOfString(texts.stream().map(SearchText::text).toArray(String[]::new));
        Set<String> renamed = new HashSet<>();
        for (Row row : transaction.query(UPSERT, columns)) {
            if (row.getBoolean("renamed")) {
                renamed.add(row.getString("id"));
            }
        }
        return renamed;
    }

    /** Removes those of them whom no track and no album names. */
    static void removeUnused(WriteTransaction transaction, Collection<String> ids) {
        transaction.execute(DELETE_UNUSED, Tuple.tuple().addArrayOfString(WriteTransaction.array(ids)));
    }
}
