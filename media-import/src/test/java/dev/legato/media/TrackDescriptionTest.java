package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.media.tags.TagDetails;
import dev.legato.media.tags.TrackTags;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrackDescriptionTest {
    private static TrackTags tags(
            @Nullable String title,
            List<String> artists,
            @Nullable String album,
            List<String> albumArtists,
            boolean compilation) {
        return new TrackTags(
                title, artists, album, albumArtists, 1, 1, 2000, List.of(), compilation, null, TagDetails.NONE);
    }

    @Test
    void of_noTags_takesNameAndFolder() {
        TrackDescription description = TrackDescription.of(
                tags(null, List.of(), null, List.of(), false), Path.of("Kind of Blue/03 - Blue in Green.flac"), null);
        assertEquals("Blue in Green", description.title());
        assertEquals("Kind of Blue", description.album());
        assertEquals(List.of("Unknown artist"), description.artists());
    }

    @Test
    void of_noTagsAndNoFolder_isUnknownAlbum() {
        TrackDescription description =
                TrackDescription.of(tags(null, List.of(), null, List.of(), false), Path.of("noise\n🎵.mp3"), null);
        assertEquals("noise 🎵", description.title());
        assertEquals("Unknown album", description.album());
    }

    @Test
    void of_compilation_belongsToVariousArtists() {
        TrackDescription first =
                TrackDescription.of(tags("a", List.of("X"), "Mix", List.of(), true), Path.of("a.mp3"), null);
        TrackDescription second =
                TrackDescription.of(tags("b", List.of("Y"), "Mix", List.of(), true), Path.of("b.mp3"), null);
        assertEquals(List.of("Various Artists"), first.albumArtists());
        assertEquals(first.albumId(), second.albumId());
    }

    @Test
    void of_guestArtist_staysOnTheMainArtistsAlbum() {
        TrackDescription alone =
                TrackDescription.of(tags("a", List.of("X"), "LP", List.of(), false), Path.of("a.mp3"), null);
        TrackDescription guest =
                TrackDescription.of(tags("b", List.of("X", "Guest"), "LP", List.of(), false), Path.of("b.mp3"), null);
        assertEquals(alone.albumId(), guest.albumId());
    }

    @Test
    void title_numberOnly_isKept() {
        assertEquals("1999", FileNames.title(Path.of("1999.mp3")));
        assertEquals("99 Luftballons", FileNames.title(Path.of("01 99 Luftballons.mp3")));
    }
}
