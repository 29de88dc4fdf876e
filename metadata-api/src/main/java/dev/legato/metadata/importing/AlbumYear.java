package dev.legato.metadata.importing;

import java.util.Collection;
import java.util.Set;

/**
 * The years of albums. Files of one album need not agree on it; the year that most of its tracks say counts, of several
 * the latest, so that it depends on what the files say and not on which of them was entered last.
 */
final class AlbumYear {
    private static final String UPDATE = """
            UPDATE albums a SET year = said.album_year
            FROM (
              SELECT DISTINCT ON (album_id) album_id, album_year
              FROM tracks WHERE album_id = ANY($1) AND album_year IS NOT NULL
              GROUP BY album_id, album_year
              ORDER BY album_id, count(*) DESC, album_year DESC) AS said
            WHERE a.id = said.album_id AND a.year IS DISTINCT FROM said.album_year
            RETURNING a.id""";

    private AlbumYear() {}

    /** Brings the years of these albums up to date and returns the ids of those that changed. */
    static Set<String> update(WriteTransaction transaction, Collection<String> albums) {
        return transaction.ids(UPDATE, albums);
    }
}
