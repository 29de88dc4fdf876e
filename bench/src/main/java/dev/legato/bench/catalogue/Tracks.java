package dev.legato.bench.catalogue;

import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A catalogue of made-up tracks: each with two renditions, two genres and one artist, twelve on an album with a cover. Rows are
 * made from JSON, which passes over columns that a table does not have.
 */
final class Tracks {
    /** A multiple of the tracks of an artist, so that no artist and no album is entered twice. */
    private static final int BATCH = 120_000;

    private static final String ARTISTS = """
            INSERT INTO artists SELECT (jsonb_populate_record(NULL::artists, jsonb_build_object(
              'id', 'artist-' || n, 'name', 'Artist number ' || n, 'sort_name', 'artist ' || n, 'search_text', '',
              'aliases', '[]'::jsonb))).*
            FROM generate_series(%1$d / 120, (%2$d - 1) / 120) AS n""";

    private static final String ALBUMS = """
            INSERT INTO albums SELECT (jsonb_populate_record(NULL::albums, jsonb_build_object(
              'id', 'album-' || n, 'name', 'Album number ' || n, 'sort_name', 'album ' || n, 'own_text', '',
              'search_text', '', 'year', 2000, 'added_at', now(), 'content_hash', ''))).*
            FROM generate_series(%1$d / 12, (%2$d - 1) / 12) AS n""";

    private static final String ARTWORK = """
            INSERT INTO artwork (album_id, position, key, width, height)
            SELECT 'album-' || n, p, 'artwork/album-' || n || '/' || (640 / p) || '.jpeg', 640 / p, 640 / p
            FROM generate_series(%1$d / 12, (%2$d - 1) / 12) AS n, generate_series(1, 3) AS p""";

    private static final String TRACKS = """
            INSERT INTO tracks SELECT (jsonb_populate_record(NULL::tracks, jsonb_build_object(
              'id', 'track-' || n, 'album_id', 'album-' || n / 12, 'name', 'Track number ' || n,
              'sort_name', 'track ' || n, 'own_text', '', 'search_text', '', 'duration_ms', 200000 + n,
              'disc_number', 1, 'track_number', n %% 12 + 1, 'explicit', false, 'isrc', 'USRC17607839',
              'content_hash', '',
              'loudness', '{"integratedLufs": -14.2, "truePeakDbtp": -1.0, "rangeLu": 5.5}'::jsonb,
              'waveform', 'track-' || n || '/waveform.json'))).*
            FROM generate_series(%1$d, %2$d - 1) AS n""";

    private static final String CREDITS = """
            INSERT INTO track_artists (track_id, position, artist_id)
            SELECT 'track-' || n, 0, 'artist-' || n / 120 FROM generate_series(%1$d, %2$d - 1) AS n""";

    private static final String GENRES = """
            INSERT INTO genres (name) VALUES ('rock'), ('pop')""";

    private static final String TRACK_GENRES = """
            INSERT INTO track_genres (track_id, position, genre_id)
            SELECT 'track-' || n, g.id, g.id FROM generate_series(%1$d, %2$d - 1) AS n, genres g""";

    private static final String RENDITIONS = """
            INSERT INTO renditions (track_id, position, rendition, key, content_type, bitrate, bytes, sha256, gapless)
            SELECT 'track-' || n, p, CASE p WHEN 0 THEN 'original' ELSE 'aac-160' END,
              'track-' || n || CASE p WHEN 0 THEN '/original.flac' ELSE '/aac-160.m4a' END,
              CASE p WHEN 0 THEN 'audio/flac' ELSE 'audio/mp4; codecs="mp4a.40.2"' END, 160000, 4000000, '',
              CASE p WHEN 0 THEN NULL
                ELSE '{"delaySamples": 1024, "paddingSamples": 327, "totalSamples": 8820044, "sampleRate": 44100}'::jsonb END
            FROM generate_series(%1$d, %2$d - 1) AS n, generate_series(0, 1) AS p""";

    private Tracks() {}

    /**
     * Enters so many. Indexes for searching are not needed and dropped before.
     *
     * @param session a pool of one connection, whose settings this changes
     */
    static void enter(Pool session, int tracks) throws TimeoutException {
        for (String before : List.of(
                "DROP INDEX IF EXISTS tracks_search_text, albums_search_text, artists_search_text",
                // References are right by construction, and looking each up takes most of the time.
                "SET session_replication_role = replica",
                "SET synchronous_commit = off",
                GENRES)) {
            run(session, before);
        }
        for (int from = 0; from < tracks; from += BATCH) {
            int to = Math.min(tracks, from + BATCH);
            for (String insert : List.of(ARTISTS, ALBUMS, ARTWORK, TRACKS, CREDITS, TRACK_GENRES, RENDITIONS)) {
                run(session, insert.formatted(from, to));
            }
        }
        run(session, "ANALYZE");
    }

    private static void run(Pool session, String statement) throws TimeoutException {
        var _ = session.query(statement).execute().await(5, TimeUnit.MINUTES);
    }

    static String id(int number) {
        return "track-" + number;
    }
}
