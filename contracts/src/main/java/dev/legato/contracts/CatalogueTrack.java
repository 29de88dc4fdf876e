package dev.legato.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track's read side: all that is shown of it and that others need to know of it, the data of a {@value #TYPE} event on
 * {@link Topics#CATALOGUE}. Events of old have only the members that may not be null.
 *
 * @param durationMs the track's length in milliseconds
 * @param artists main one first
 * @param genres in lower case, the most specific first
 * @param available whether it can be played now; null if it can
 * @param trackNumber from 1, or null if the file does not say
 * @param discNumber from 1, or null if the file does not say
 * @param explicit null in events of old, which do not say
 * @param isrc the recording's international code, or null
 * @param loudness null until it is measured
 * @param gapless of the first of its files of which it is known
 */
public record CatalogueTrack(
        TrackId id,
        String name,
        long durationMs,
        OnAlbum album,
        List<Named> artists,
        List<String> genres,
        @Nullable Boolean available,
        @Nullable Integer trackNumber,
        @Nullable Integer discNumber,
        @Nullable Boolean explicit,
        @Nullable String isrc,
        @Nullable LoudnessLevel loudness,
        @Nullable Gapless gapless)
        implements CatalogueRecord.Entry {
    /** Its events' type. */
    public static final String TYPE = "dev.legato.catalogue.track";

    /** An artist by id and name. */
    public record Named(String id, String name) {
        public Named {
            Word.require("id", id);
            Values.require("name", name);
        }
    }

    /**
     * The album it is on, without what any other track of it changes, such as its loudness: each import of a track would
     * be news of all others.
     *
     * @param year of release, or null
     * @param artwork largest first
     * @param colour its cover is remembered by, as {@code #rrggbb}, or null
     */
    public record OnAlbum(
            String id,
            String name,
            @Nullable Integer year,
            List<CatalogueArtwork> artwork,
            @Nullable String colour) {
        public OnAlbum {
            Word.require("id", id);
            Values.require("name", name);
            artwork = Values.listOrNone(artwork);
        }

        /** One of which no more is known. */
        public OnAlbum(String id, String name) {
            this(id, name, null, List.of(), null);
        }
    }

    public CatalogueTrack {
        Values.require("id", id);
        Values.require("name", name);
        Values.requireWithin("durationMs", durationMs, Long.MAX_VALUE);
        Values.require("album", album);
        Values.require("artists", artists);
        Values.require("genres", genres);
        artists = List.copyOf(artists);
        genres = List.copyOf(genres);
    }

    /** One of which no more is known than events of old say. */
    public CatalogueTrack(
            TrackId id,
            String name,
            long durationMs,
            OnAlbum album,
            List<Named> artists,
            List<String> genres,
            @Nullable Boolean available) {
        this(id, name, durationMs, album, artists, genres, available, null, null, null, null, null, null);
    }

    /** The same, and it can be played. */
    public CatalogueTrack(
            TrackId id, String name, long durationMs, OnAlbum album, List<Named> artists, List<String> genres) {
        this(id, name, durationMs, album, artists, genres, true);
    }

    @Override
    public String key() {
        return id.value();
    }

    /** Whether it is there to be played, and may be offered to listeners. */
    public boolean canBePlayed() {
        return !Boolean.FALSE.equals(available);
    }

    /** Whether it is marked as explicit. */
    public boolean isExplicit() {
        return Boolean.TRUE.equals(explicit);
    }

    /** Whether it is withheld from profiles without explicit tracks, as is one of which it is not known. */
    public boolean mayBeExplicit() {
        return !Boolean.FALSE.equals(explicit);
    }
}
