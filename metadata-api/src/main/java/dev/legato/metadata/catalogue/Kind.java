package dev.legato.metadata.catalogue;

import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.CatalogueArtist;

/**
 * A kind of catalogue entry, and how it is read: as one JSON document each, in the form of its record.
 *
 * @param name in keys and messages
 * @param select from ids ($1) to rows of id and document
 */
public record Kind<T>(String name, Class<T> type, String select) {
    public static final Kind<Track> TRACK = new Kind<>("track", Track.class, """
            SELECT t.id, jsonb_build_object(
                'id', t.id,
                'name', t.name,
                'durationMs', t.duration_ms,
                'trackNumber', t.track_number,
                'discNumber', t.disc_number,
                'album', jsonb_build_object(
                  'id', a.id,
                  'name', a.name,
                  'year', a.year,
                  'artwork', (
                    SELECT coalesce(jsonb_agg(
                        jsonb_build_object('key', w.key, 'width', w.width, 'height', w.height) ORDER BY w.position), '[]')
                    FROM artwork w WHERE w.album_id = a.id),
                  'colour', a.colour),
                'artists', (
                  SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) ORDER BY x.position), '[]')
                  FROM track_artists x JOIN artists p ON p.id = x.artist_id WHERE x.track_id = t.id),
                'genres', (
                  SELECT coalesce(jsonb_agg(g.name ORDER BY x.position), '[]')
                  FROM track_genres x JOIN genres g ON g.id = x.genre_id WHERE x.track_id = t.id),
                'explicit', t.explicit,
                'isrc', t.isrc,
                'renditions', (
                  SELECT coalesce(jsonb_agg(jsonb_build_object(
                      'rendition', r.rendition,
                      'key', r.key,
                      'contentType', r.content_type,
                      'bitrate', r.bitrate,
                      'bytes', r.bytes,
                      'gapless', r.gapless) ORDER BY r.position), '[]')
                  FROM renditions r WHERE r.track_id = t.id),
                'loudness', t.loudness - 'momentary' - 'shortTerm',
                'albumLoudness', a.loudness,
                'waveform', t.waveform,
                'available', t.unavailable_since IS NULL)::text
            FROM tracks t JOIN albums a ON a.id = t.album_id
            WHERE t.id = ANY($1)""");

    public static final Kind<CatalogueAlbum> ALBUM = new Kind<>("album", CatalogueAlbum.class, """
            SELECT a.id, jsonb_build_object(
                'id', a.id,
                'name', a.name,
                'artists', (
                  SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) ORDER BY x.position), '[]')
                  FROM album_artists x JOIN artists p ON p.id = x.artist_id WHERE x.album_id = a.id),
                'year', a.year,
                'artwork', (
                  SELECT coalesce(jsonb_agg(
                      jsonb_build_object('key', w.key, 'width', w.width, 'height', w.height) ORDER BY w.position), '[]')
                  FROM artwork w WHERE w.album_id = a.id),
                'trackCount', (SELECT count(*) FROM tracks t WHERE t.album_id = a.id),
                'durationMs', (SELECT coalesce(sum(t.duration_ms), 0) FROM tracks t WHERE t.album_id = a.id),
                'loudness', a.loudness,
                'colour', a.colour,
                'genres', (
                  SELECT coalesce(jsonb_agg(name ORDER BY tracks DESC, name), '[]') FROM (
                    SELECT g.name, count(*) AS tracks
                    FROM tracks t JOIN track_genres x ON x.track_id = t.id JOIN genres g ON g.id = x.genre_id
                    WHERE t.album_id = a.id GROUP BY g.name ORDER BY tracks DESC, g.name LIMIT 20) AS frequent),
                'available', EXISTS (
                  SELECT FROM tracks t WHERE t.album_id = a.id AND t.unavailable_since IS NULL))::text
            FROM albums a
            WHERE a.id = ANY($1)""");

    public static final Kind<CatalogueArtist> ARTIST = new Kind<>("artist", CatalogueArtist.class, """
            SELECT p.id, jsonb_build_object(
                'id', p.id,
                'name', p.name,
                'artwork', (
                  SELECT coalesce(jsonb_agg(
                      jsonb_build_object('key', w.key, 'width', w.width, 'height', w.height) ORDER BY w.position), '[]')
                  FROM artwork w WHERE w.album_id = (
                    SELECT a.id FROM albums a
                    WHERE EXISTS (SELECT FROM artwork c WHERE c.album_id = a.id) AND a.id IN (
                      SELECT x.album_id FROM album_artists x WHERE x.artist_id = p.id
                      UNION SELECT t.album_id FROM track_artists y JOIN tracks t ON t.id = y.track_id
                      WHERE y.artist_id = p.id)
                    ORDER BY EXISTS (
                      SELECT FROM album_artists x WHERE x.album_id = a.id AND x.artist_id = p.id) DESC,
                      a.year DESC NULLS LAST, a.id
                    LIMIT 1)),
                'albumCount', (
                  SELECT count(*) FROM (
                    SELECT x.album_id FROM album_artists x WHERE x.artist_id = p.id
                    UNION SELECT t.album_id FROM track_artists y JOIN tracks t ON t.id = y.track_id
                    WHERE y.artist_id = p.id) AS theirs),
                'trackCount', (SELECT count(*) FROM track_artists y WHERE y.artist_id = p.id),
                'aliases', to_jsonb(p.aliases),
                'genres', (
                  SELECT coalesce(jsonb_agg(name ORDER BY tracks DESC, name), '[]') FROM (
                    SELECT g.name, count(*) AS tracks
                    FROM (
                      SELECT y.track_id FROM track_artists y
                      WHERE y.artist_id = p.id ORDER BY y.track_id LIMIT 200) AS sample
                    JOIN track_genres x ON x.track_id = sample.track_id JOIN genres g ON g.id = x.genre_id
                    GROUP BY g.name ORDER BY tracks DESC, g.name LIMIT 20) AS frequent))::text
            FROM artists p
            WHERE p.id = ANY($1)""");
}
