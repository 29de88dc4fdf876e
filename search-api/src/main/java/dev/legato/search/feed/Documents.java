package dev.legato.search.feed;

import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.Named;
import dev.legato.runtime.json.Json;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchNames;
import dev.legato.search.index.SearchTraits;
import io.vertx.core.buffer.Buffer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue's records change in the index. A document's view is its record in JSON, so that a hit is shown, and a
 * document made again, without asking anybody.
 */
public final class Documents {
    private static final long SAME_LENGTH_MS = 2_000;

    private Documents() {}

    /**
     * The changes that a record makes.
     *
     * @param popularity of a track, by its id
     */
    static List<SearchChange> changes(CatalogueRecord record, ToLongFunction<String> popularity) {
        return switch (record) {
            case CatalogueTrack track ->
                List.of(new SearchChange.Upsert(of(track, popularity.applyAsLong(track.key()))));
            case CatalogueAlbum album -> List.of(new SearchChange.Upsert(of(album)));
            case CatalogueArtist artist -> List.of(new SearchChange.Upsert(of(artist)));
            case CatalogueRecord.Removal gone ->
                Stream.of(SearchKind.TRACK, SearchKind.ALBUM, SearchKind.ARTIST)
                        .<SearchChange>map(kind -> new SearchChange.Removal(new SearchId(kind, gone.key())))
                        .toList();
            case CatalogueRecord.Unknown _ -> List.of();
        };
    }

    /** A track's document. */
    public static SearchDocument of(CatalogueTrack track, long popularity) {
        return new SearchDocument(
                new SearchId(SearchKind.TRACK, track.key()),
                SearchNames.track(
                        track.name(), names(track.artists()), track.album().name()),
                new SearchTraits(
                        track.genres(),
                        ids(track.artists()),
                        track.mayBeExplicit(),
                        track.canBePlayed(),
                        popularity,
                        released(track.album().year())),
                recording(track),
                Buffer.buffer(Json.write(track)));
    }

    private static SearchDocument of(CatalogueAlbum album) {
        return new SearchDocument(
                new SearchId(SearchKind.ALBUM, album.id()),
                new SearchNames(album.name(), names(album.artists()), null, List.of(), null, null),
                new SearchTraits(
                        album.genres(), ids(album.artists()), false, album.available(), 0, released(album.year())),
                Buffer.buffer(Json.write(album)));
    }

    /** An artist counts as popular by how much there is of them. */
    private static SearchDocument of(CatalogueArtist artist) {
        return new SearchDocument(
                new SearchId(SearchKind.ARTIST, artist.id()),
                new SearchNames(artist.name(), List.of(), null, artist.aliases(), null, null),
                new SearchTraits(artist.genres(), List.of(artist.id()), false, true, artist.trackCount(), null),
                Buffer.buffer(Json.write(artist)));
    }

    /**
     * What is the same for one recording on several albums: its international code, or else its title, main artist and
     * length, to the nearest two seconds.
     */
    private static String recording(CatalogueTrack track) {
        if (track.isrc() != null) {
            return track.isrc();
        }
        String artist = track.artists().isEmpty()
                ? track.album().id()
                : track.artists().getFirst().id();
        return "%s/%s/%d"
                .formatted(
                        artist,
                        track.name().toLowerCase(Locale.ROOT),
                        Math.round((double) track.durationMs() / SAME_LENGTH_MS));
    }

    private static List<String> names(List<Named> artists) {
        return artists.stream().map(Named::name).toList();
    }

    private static List<String> ids(List<Named> artists) {
        return artists.stream().map(Named::id).toList();
    }

    private static @Nullable LocalDate released(@Nullable Integer year) {
        return year == null || year < 1 || year > 9_999 ? null : LocalDate.of(year, 1, 1);
    }
}
