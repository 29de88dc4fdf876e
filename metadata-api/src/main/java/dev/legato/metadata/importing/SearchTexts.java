package dev.legato.metadata.importing;

import java.util.Collection;
import java.util.Set;

/**
 * Keeps search_text current: an album's has its artists' words, a track's its artists' and its album's. Rows are locked in
 * the order of ids, since they may be of albums and tracks other than those the writer has locked.
 */
final class SearchTexts {
    private static final String LOCK_ALBUMS = "SELECT id FROM albums WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";
    private static final String LOCK_TRACKS = "SELECT id FROM tracks WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";

    private static final String UPDATE_ALBUMS = """
            UPDATE albums a SET search_text = now.text
            FROM (
              SELECT b.id, left(b.own_text || coalesce((
                SELECT string_agg(p.search_text, '' ORDER BY x.position)
                FROM album_artists x JOIN artists p ON p.id = x.artist_id WHERE x.album_id = b.id), ''), 2000) AS text
              FROM albums b WHERE b.id = ANY($1)) AS now
            WHERE a.id = now.id AND a.search_text <> now.text
            RETURNING a.id""";

    private static final String UPDATE_TRACKS = """
            UPDATE tracks t SET search_text = now.text
            FROM (
              SELECT s.id, left(s.own_text || coalesce((
                SELECT string_agg(p.search_text, '' ORDER BY x.position)
                FROM track_artists x JOIN artists p ON p.id = x.artist_id WHERE x.track_id = s.id), '')
                || a.search_text, 2000) AS text
              FROM tracks s JOIN albums a ON a.id = s.album_id WHERE s.id = ANY($1)) AS now
            WHERE t.id = now.id AND t.search_text <> now.text
            RETURNING t.id""";

    private SearchTexts() {}

    /** Brings albums up to date; returns the ids of those whose text has changed. */
    static Set<String> updateAlbums(WriteTransaction transaction, Collection<String> ids) {
        var _ = transaction.ids(LOCK_ALBUMS, ids);
        return transaction.ids(UPDATE_ALBUMS, ids);
    }

    static void updateTracks(WriteTransaction transaction, Collection<String> ids) {
        var _ = transaction.ids(LOCK_TRACKS, ids);
        var _ = transaction.ids(UPDATE_TRACKS, ids);
    }
}
