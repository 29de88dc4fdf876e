package dev.legato.metadata.importing;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rows of tracks, their artists, genres and renditions. */
final class TrackRows {
    private static final String SELECT = """
            SELECT t.content_hash, t.album_id, t.unavailable_since IS NULL AS available,
              ARRAY(SELECT x.artist_id::text FROM track_artists x WHERE x.track_id = t.id) AS artists
            FROM tracks t WHERE t.id = $1""";

    private static final String UPSERT = """
            INSERT INTO tracks AS t (id, album_id, name, duration_ms, explicit,
              content_hash, disc_number, track_number, isrc, loudness, waveform, lyrics, album_year)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb, $11, $12::text::jsonb, $13)
            ON CONFLICT (id) DO UPDATE
            SET album_id = excluded.album_id, name = excluded.name,
              duration_ms = excluded.duration_ms, explicit = excluded.explicit,
              content_hash = excluded.content_hash, disc_number = excluded.disc_number,
              track_number = excluded.track_number, isrc = excluded.isrc, loudness = excluded.loudness,
              waveform = excluded.waveform, lyrics = excluded.lyrics, album_year = excluded.album_year,
              unavailable_since = NULL""";

    private static final String INSERT_ARTISTS = """
            INSERT INTO track_artists (track_id, position, artist_id)
            SELECT $1, position, id FROM unnest($2::text[]) WITH ORDINALITY AS x (id, position)""";

    private static final String INSERT_GENRES = """
            INSERT INTO track_genres (track_id, position, genre_id)
            SELECT $1, position, g.id
            FROM unnest($2::text[]) WITH ORDINALITY AS x (name, position) JOIN genres g ON g.name = x.name""";

    private static final String INSERT_RENDITIONS = """
            INSERT INTO renditions (track_id, position, rendition, key, content_type, bitrate, bytes, sha256, gapless)
            SELECT $1, position, rendition, key, content_type, bitrate, bytes, sha256, gapless::jsonb
            FROM unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::bigint[], $7::text[], $8::text[])
              WITH ORDINALITY AS x (rendition, key, content_type, bitrate, bytes, sha256, gapless, position)""";

    private TrackRows() {}

    /** A track as it was before a write. */
    record Before(Buffer contentHash, boolean available, String album, Set<String> artists) {}

    static Optional<Before> read(WriteTransaction transaction, String id) {
        return transaction.first(SELECT, Tuple.of(id)).map(TrackRows::before);
    }

    /** Enters a track or replaces it. */
    static void put(WriteTransaction transaction, ImportedTrack track, Buffer contentHash) {
        String id = track.id().value();
        transaction.execute(
                UPSERT,
                Tuple.of(id, track.album().id(), track.name())
                        .addLong(track.durationMs())
                        .addBoolean(track.explicit())
                        .addBuffer(contentHash)
                        .addInteger(track.discNumber())
                        .addInteger(track.trackNumber())
                        .addString(track.isrc())
                        .addString(json(track.loudness()))
                        .addString(track.waveform())
                        .addString(json(track.lyrics()))
                        .addInteger(track.album().year()));
        putArtists(transaction, id, track.artists());
        putGenres(transaction, id, track.genres());
        putRenditions(transaction, id, track.renditions());
    }

    /** @param since when its file was missed, or null if it is there */
    static void setUnavailable(WriteTransaction transaction, String id, @Nullable Instant since) {
        transaction.execute(
                "UPDATE tracks SET unavailable_since = $2 WHERE id = $1",
                Tuple.of(id, since == null ? null : since.atOffset(ZoneOffset.UTC)));
    }

    static void remove(WriteTransaction transaction, String id) {
        transaction.execute("DELETE FROM tracks WHERE id = $1", Tuple.of(id));
    }

    /** The ids of the tracks on these albums. */
    static Set<String> on(WriteTransaction transaction, Collection<String> albums) {
        return transaction.ids("SELECT id FROM tracks WHERE album_id = ANY($1)", albums);
    }

    /** The ids of the tracks these artists perform. */
    static Set<String> by(WriteTransaction transaction, Collection<String> artists) {
        return transaction.ids("SELECT track_id FROM track_artists WHERE artist_id = ANY($1)", artists);
    }

    private static void putArtists(WriteTransaction transaction, String id, List<Artist> artists) {
        transaction.execute("DELETE FROM track_artists WHERE track_id = $1", Tuple.of(id));
        transaction.execute(
                INSERT_ARTISTS,
                Tuple.of(id)
                        .addArrayOfString(
                                artists.stream().map(Artist::id).distinct().toArray(String[]::new)));
    }

    private static void putGenres(WriteTransaction transaction, String id, List<String> genres) {
        transaction.execute("DELETE FROM track_genres WHERE track_id = $1", Tuple.of(id));
        if (genres.isEmpty()) {
            return;
        }
        // In order, as locks are: a new name keeps another transaction with the same new name waiting.
        transaction.execute(
                "INSERT INTO genres (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING",
                Tuple.tuple().addArrayOfString(WriteTransaction.array(new TreeSet<>(genres))));
        transaction.execute(
                INSERT_GENRES,
                Tuple.of(id).addArrayOfString(genres.stream().distinct().toArray(String[]::new)));
    }

    private static void putRenditions(WriteTransaction transaction, String id, List<Rendition> renditions) {
        transaction.execute("DELETE FROM renditions WHERE track_id = $1", Tuple.of(id));
        transaction.execute(
                INSERT_RENDITIONS,
                Tuple.of(id)
                        .addArrayOfString(
                                renditions.stream().map(Rendition::rendition).toArray(String[]::new))
                        .addArrayOfString(
                                renditions.stream().map(Rendition::key).toArray(String[]::new))
                        .addArrayOfString(
                                renditions.stream().map(Rendition::contentType).toArray(String[]::new))
                        .addArrayOfInteger(
                                renditions.stream().map(Rendition::bitrate).toArray(Integer[]::new))
                        .addArrayOfLong(
                                renditions.stream().map(Rendition::bytes).toArray(Long[]::new))
                        .addArrayOfString(
                                renditions.stream().map(Rendition::sha256).toArray(String[]::new))
                        .addArrayOfString(renditions.stream()
                                .map(rendition -> json(rendition.gapless()))
                                .toArray(String[]::new)));
    }

    private static @Nullable String json(@Nullable Object document) {
        return document == null ? null : new String(Json.write(document), StandardCharsets.UTF_8);
    }

    private static Before before(Row row) {
        return new Before(
                row.getBuffer("content_hash"),
                row.getBoolean("available"),
                row.getString("album_id"),
                Set.of(row.getArrayOfStrings("artists")));
    }
}
