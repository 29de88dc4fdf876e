package dev.legato.metadata;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Gapless;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Album;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.ImportedTrack.Artwork;
import dev.legato.contracts.ImportedTrack.Histogram;
import dev.legato.contracts.ImportedTrack.Loudness;
import dev.legato.contracts.ImportedTrack.Lyrics;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.TrackId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tracks, albums and artists whose ids come from their names. */
public final class Music {
    private static final String SHA256 = "0".repeat(64);

    private Music() {}

    /** A track of an album by one artist. */
    public static ImportedTrack track(String artist, String album, String name) {
        return track(artist, album, name, 1);
    }

    public static ImportedTrack track(String artist, String album, String name, int number) {
        return track(id("track", artist, album, name), name, number, album(artist, album), List.of(artist(artist)));
    }

    public static ImportedTrack track(String id, String name, int number, Album album, List<Artist> artists) {
        return new ImportedTrack(
                new TrackId(id),
                name,
                200_000 + number,
                number,
                1,
                album,
                artists,
                List.of("rock", "pop"),
                false,
                "USRC17607839",
                List.of(
                        new Rendition(
                                "original", id + "/original.flac", "audio/flac", 900_000, 25_000_000, SHA256, null),
                        new Rendition(
                                "aac-160",
                                id + "/aac-160.m4a",
                                "audio/mp4; codecs=\"mp4a.40.2\"",
                                160_000,
                                4_000_000,
                                SHA256,
                                new Gapless(1024, 327, 8_820_044, 44_100))),
                new Loudness(
                        -14.2, -1.0, 5.5, new Histogram(-142, List.of(10)), new Histogram(-150, List.of(90, 0, 10))),
                id + "/waveform.json",
                null);
    }

    /** The same as an explicit one. */
    public static ImportedTrack explicit(ImportedTrack track) {
        return new ImportedTrack(
                track.id(),
                track.name(),
                track.durationMs(),
                track.trackNumber(),
                track.discNumber(),
                track.album(),
                track.artists(),
                track.genres(),
                true,
                track.isrc(),
                track.renditions(),
                track.loudness(),
                track.waveform(),
                track.lyrics());
    }

    /** The same with words. */
    public static ImportedTrack withLyrics(ImportedTrack track, @Nullable Lyrics lyrics) {
        return new ImportedTrack(
                track.id(),
                track.name(),
                track.durationMs(),
                track.trackNumber(),
                track.discNumber(),
                track.album(),
                track.artists(),
                track.genres(),
                track.explicit(),
                track.isrc(),
                track.renditions(),
                track.loudness(),
                track.waveform(),
                lyrics);
    }

    public static Album album(String artist, String name) {
        String id = albumId(artist, name);
        return new Album(
                id,
                name,
                List.of(artist(artist)),
                1999,
                List.of(
                        new Artwork("artwork/" + id + "/640.jpg", 640, 640),
                        new Artwork("artwork/" + id + "/300.jpg", 300, 300)),
                "#3a2b47");
    }

    public static Artist artist(String name) {
        return new Artist(artistId(name), name);
    }

    public static String artistId(String name) {
        return id("artist", name);
    }

    public static String albumId(String artist, String name) {
        return id("album", artist, name);
    }

    public static String trackId(String artist, String album, String name) {
        return id("track", artist, album, name);
    }

    private static String id(String... parts) {
        try {
            return ContentId.of(MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
