package dev.legato.media.pipeline;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Album;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.ImportedTrack.Loudness;
import dev.legato.contracts.ImportedTrack.LyricsLine;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.TrackId;
import dev.legato.media.catalogue.CatalogueIds;
import dev.legato.media.pipeline.Artworks.Cover;
import dev.legato.media.tags.Lyrics;
import dev.legato.media.tags.TrackTags;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue will say of a file: its tags, and where they are silent the best guess from its path.
 *
 * @param trackNumber from 1, or null if neither the tags nor the file's name say it
 * @param discNumber from 1, or null if neither the tags nor the file's place say it
 * @param albumArtists of the tags; else those of a compilation; else the track's
 * @param lyrics null if there are none
 */
record TrackDescription(
        String title,
        @Nullable Integer trackNumber,
        @Nullable Integer discNumber,
        List<String> artists,
        String albumId,
        String album,
        List<String> albumArtists,
        TrackTags tags,
        @Nullable Lyrics lyrics) {
    private static final String UNTITLED = "Untitled";
    private static final String UNKNOWN_ARTIST = "Unknown artist";
    private static final String UNKNOWN_ALBUM = "Unknown album";
    private static final String VARIOUS_ARTISTS = "Various Artists";

    /**
     * Describes a file.
     *
     * @param file its path below the source, whose folder may stand in for the album
     */
    static TrackDescription of(TrackTags tags, Path file, @Nullable Lyrics lyrics) {
        PathTags path = PathTags.of(file);
        String title = tags.title() != null ? tags.title() : orUntitled(path.title());
        List<String> artists = !tags.artists().isEmpty()
                ? tags.artists()
                : tags.albumArtists().isEmpty() ? List.of(UNKNOWN_ARTIST) : tags.albumArtists();
        List<String> albumArtists = !tags.albumArtists().isEmpty()
                ? tags.albumArtists()
                : tags.compilation() ? List.of(VARIOUS_ARTISTS) : artists.subList(0, 1);
        String album = tags.album() != null ? tags.album() : path.album().isEmpty() ? UNKNOWN_ALBUM : path.album();
        boolean isTagged = tags.album() != null
                || !tags.artists().isEmpty()
                || !tags.albumArtists().isEmpty()
                || path.album().isEmpty();
        return new TrackDescription(
                title,
                tags.trackNumber() != null ? tags.trackNumber() : path.track(),
                tags.discNumber() != null ? tags.discNumber() : path.disc(),
                artists,
                isTagged
                        ? CatalogueIds.album(albumArtists.getFirst(), album)
                        : CatalogueIds.untaggedAlbum(path.folder()),
                album,
                albumArtists,
                tags,
                lyrics);
    }

    ImportedTrack track(
            TrackId id,
            long durationMs,
            Cover cover,
            List<Rendition> renditions,
            @Nullable Loudness loudness,
            @Nullable String waveform) {
        return new ImportedTrack(
                id,
                title,
                durationMs,
                trackNumber,
                discNumber,
                new Album(albumId, album, named(albumArtists), tags.year(), cover.images(), cover.colour()),
                named(artists),
                tags.genres(),
                false,
                tags.isrc(),
                renditions,
                loudness,
                waveform,
                enterable(lyrics));
    }

    /** Nothing if they are longer than the catalogue takes, which no song's are. */
    private static ImportedTrack.@Nullable Lyrics enterable(@Nullable Lyrics lyrics) {
        if (lyrics == null
                || lyrics.lines().size() > ImportedTrack.Lyrics.MAX_LINES
                || lyrics.lines().stream()
                                .mapToInt(line -> line.text().length())
                                .sum()
                        > ImportedTrack.Lyrics.MAX_CHARACTERS) {
            return null;
        }
        return new ImportedTrack.Lyrics(
                lyrics.language(),
                lyrics.lines().stream()
                        .map(line -> new LyricsLine(line.atMs(), line.text()))
                        .toList());
    }

    private static List<Artist> named(List<String> names) {
        return names.stream().map(CatalogueIds::artist).toList();
    }

    /** A file can be named by nothing but characters that no name may have. */
    private static String orUntitled(String title) {
        return title.isEmpty() ? UNTITLED : title;
    }
}
