package dev.legato.metadata.importing;

import dev.legato.contracts.ImportedTrack.Album;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.ImportedTrack.Artwork;
import dev.legato.metadata.catalogue.SortName;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rows of albums, their artists and their artwork. */
final class AlbumRows {
    private static final String UPSERT = """
            INSERT INTO albums AS a (id, name, sort_name, year, added_at, content_hash, colour)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, sort_name = excluded.sort_name,
              content_hash = excluded.content_hash, colour = coalesce(excluded.colour, a.colour)""";

    private static final String INSERT_ARTISTS = """
            INSERT INTO album_artists (album_id, position, artist_id)
            SELECT $1, position, id FROM unnest($2::text[]) WITH ORDINALITY AS x (id, position)""";

    private static final String INSERT_ARTWORK = """
            INSERT INTO artwork (album_id, position, key, width, height)
            SELECT $1, position, key, width, height
            FROM unnest($2::text[], $3::integer[], $4::integer[])
              WITH ORDINALITY AS x (key, width, height, position)""";

    private static final String DELETE_EMPTY = """
            DELETE FROM albums a
            WHERE id = ANY($1) AND NOT EXISTS (SELECT FROM tracks t WHERE t.album_id = a.id)
            RETURNING id""";

    private AlbumRows() {}

    /**
     * Enters an album or brings it up to date, all but, once it is entered, its {@link AlbumYear}. A file without artwork
     * does not take it from its album: it comes from whichever of its files has it.
     *
     * @return whether it was entered or changed
     */
    static boolean put(WriteTransaction transaction, Album album, Instant now) {
        Buffer hash = ContentHash.of(album);
        Optional<Row> before = transaction.first("SELECT content_hash FROM albums WHERE id = $1", Tuple.of(album.id()));
        if (before.isPresent() && before.get().getBuffer("content_hash").equals(hash)) {
            return false;
        }
        transaction.execute(
                UPSERT,
                Tuple.of(album.id(), album.name(), SortName.of(album.name()))
                        .addInteger(album.year())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                        .addBuffer(hash)
                        .addString(album.colour()));
        putArtists(transaction, album);
        if (!album.artwork().isEmpty()) {
            putArtwork(transaction, album);
        }
        return true;
    }

    /** The ids of the artists these albums are by. */
    static Set<String> artistsOf(WriteTransaction transaction, Collection<String> albums) {
        return transaction.ids("SELECT artist_id FROM album_artists WHERE album_id = ANY($1)", albums);
    }

    /** The ids of the albums that are by these artists. */
    static Set<String> by(WriteTransaction transaction, Collection<String> artists) {
        return transaction.ids("SELECT album_id FROM album_artists WHERE artist_id = ANY($1)", artists);
    }

    /** Removes those of them that no longer have a track, and returns their ids. */
    static Set<String> removeEmpty(WriteTransaction transaction, Collection<String> albums) {
        return transaction.ids(DELETE_EMPTY, albums);
    }

    private static void putArtists(WriteTransaction transaction, Album album) {
        transaction.execute("DELETE FROM album_artists WHERE album_id = $1", Tuple.of(album.id()));
        transaction.execute(
                INSERT_ARTISTS,
                Tuple.of(album.id())
                        .addArrayOfString(album.artists().stream()
                                .map(Artist::id)
                                .distinct()
                                .toArray(String[]::new)));
    }

    private static void putArtwork(WriteTransaction transaction, Album album) {
        List<Artwork> artwork = album.artwork();
        transaction.execute("DELETE FROM artwork WHERE album_id = $1", Tuple.of(album.id()));
        transaction.execute(
                INSERT_ARTWORK,
                Tuple.of(album.id())
                        .addArrayOfString(artwork.stream().map(Artwork::key).toArray(String[]::new))
                        .addArrayOfInteger(artwork.stream().map(Artwork::width).toArray(Integer[]::new))
                        .addArrayOfInteger(artwork.stream().map(Artwork::height).toArray(Integer[]::new)));
    }
}
