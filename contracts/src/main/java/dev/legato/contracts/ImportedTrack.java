package dev.legato.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track as media-import hands it to metadata-api: {@code PUT /internal/v1/tracks/{id}}. Sending it again changes
 * nothing.
 *
 * @param id from the audio's content
 * @param durationMs length in milliseconds
 * @param trackNumber from 1, or null if the file does not say
 * @param discNumber from 1, or null if the file does not say
 * @param artists the performing artists, main one first, at least one
 * @param genres in lower case
 * @param isrc the recording's international code, or null
 * @param renditions the stored audio, original first, at least one
 * @param loudness null until it is measured, or if the track is silent
 * @param waveform the object key of its peaks, {@code {trackId}/waveform.json}, or null
 * @param lyrics null if there are none
 */
public record ImportedTrack(
        TrackId id,
        String name,
        long durationMs,
        @Nullable Integer trackNumber,
        @Nullable Integer discNumber,
        Album album,
        List<Artist> artists,
        List<String> genres,
        boolean explicit,
        @Nullable String isrc,
        List<Rendition> renditions,
        @Nullable Loudness loudness,
        @Nullable String waveform,
        @Nullable Lyrics lyrics) {
    /**
     * The album it belongs to.
     *
     * @param artists the album's artists, main one first
     * @param year of release, or null
     * @param artwork stored cover images, largest first; empty if there is none
     * @param colour the cover is remembered by, as {@code #rrggbb}, or null
     */
    public record Album(
            String id,
            String name,
            List<Artist> artists,
            @Nullable Integer year,
            List<Artwork> artwork,
            @Nullable String colour) {
        public Album {
            ContentId.require("album id", id);
            artists = List.copyOf(artists);
            artwork = List.copyOf(artwork);
        }
    }

    /** An artist, the id made from the name (or from MusicBrainz's id). */
    public record Artist(String id, String name) {
        public Artist {
            ContentId.require("artist id", id);
        }
    }

    /** A stored image: its object key, and its size in pixels. */
    public record Artwork(String key, int width, int height) {}

    /**
     * A stored audio file of the track.
     *
     * @param rendition its name, such as {@code original} or {@code aac-160}
     * @param key its object key, {@code {trackId}/aac-160.m4a}
     * @param contentType with codecs, such as {@code audio/mp4; codecs="mp4a.40.2"}
     * @param bitrate average, in bits per second
     * @param bytes the file's length
     * @param sha256 of the file, lower-case hex
     * @param gapless where the music lies in it, or null if that is not known
     */
    public record Rendition(
            String rendition,
            String key,
            String contentType,
            int bitrate,
            long bytes,
            String sha256,
            @Nullable Gapless gapless) {}

    /**
     * How loud it is by EBU R 128.
     *
     * @param integratedLufs over the whole track
     * @param truePeakDbtp the highest
     * @param rangeLu the loudness range (EBU Tech 3342)
     * @param momentary every 400 ms block, one each 100 ms: what an album's loudness is reckoned from
     * @param shortTerm every 3 s window, one each 100 ms: what an album's range is reckoned from
     */
    public record Loudness(
            double integratedLufs, double truePeakDbtp, double rangeLu, Histogram momentary, Histogram shortTerm) {}

    /**
     * How often a loudness occurs.
     *
     * @param lowest of the first count, in tenths of a LUFS
     * @param counts for each tenth from there up
     */
    public record Histogram(int lowest, List<Integer> counts) {
        public Histogram {
            counts = List.copyOf(counts);
        }
    }

    /**
     * The words of a track; either all lines have a time or none has.
     *
     * @param language a code of ISO 639, two or three letters in lower case, or null if it is not known
     * @param lines in the order they are sung in
     */
    public record Lyrics(@Nullable String language, List<LyricsLine> lines) {
        /** No more lines are entered. */
        public static final int MAX_LINES = 2_000;

        /** Nor more characters in all lines. */
        public static final int MAX_CHARACTERS = 40_000;

        public Lyrics {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One line.
     *
     * @param startMs when it begins, in milliseconds, or null if that is not known
     * @param text may be empty, between verses
     */
    public record LyricsLine(@Nullable Long startMs, String text) {}

    public ImportedTrack {
        artists = List.copyOf(artists);
        genres = List.copyOf(genres);
        renditions = List.copyOf(renditions);
    }
}
