package dev.legato.media.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.media.catalogue.CatalogueIds;
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

    private static TrackDescription untagged(String file) {
        TrackTags none = new TrackTags(
                null, List.of(), null, List.of(), null, null, null, List.of(), false, null, TagDetails.NONE);
        return TrackDescription.of(none, Path.of(file), null);
    }

    @Test
    void of_untaggedNumberedFiles_areInTheirOrder() {
        TrackDescription description = untagged("Album/03 - Blue in Green.flac");
        assertEquals(3, description.trackNumber());
        assertNull(description.discNumber());
        TrackDescription second = untagged("Album/2-11 Encore.flac");
        assertEquals(11, second.trackNumber());
        assertEquals(2, second.discNumber());
        assertNull(untagged("Album/Intro.flac").trackNumber());
        assertNull(untagged("Album/00 Hidden.flac").trackNumber());
    }

    @Test
    void of_untaggedDiscFolders_areDiscsOfTheAlbumAbove() {
        TrackDescription first = untagged("Some Band/Live/CD1/01 - a.mp3");
        TrackDescription second = untagged("Some Band/Live/cd 2 (encores)/01 - b.mp3");
        assertEquals("Live", first.album());
        assertEquals(1, first.discNumber());
        assertEquals(2, second.discNumber());
        assertEquals(first.albumId(), second.albumId());
        assertEquals("CD1", untagged("CD1/01 - a.mp3").album());
        assertEquals("CDs of mine", untagged("x/CDs of mine/01 - a.mp3").album());
    }

    @Test
    void of_untaggedFoldersOfOneName_areAlbumsOfTheirOwn() {
        assertNotEquals(
                untagged("One/CD1/01 - a.mp3").albumId(),
                untagged("Other/CD1/01 - a.mp3").albumId());
        assertNotEquals(
                untagged("One/Greatest Hits/01 - a.mp3").albumId(),
                untagged("Other/Greatest Hits/01 - a.mp3").albumId());
    }

    @Test
    void of_tags_comeBeforeThePlace() {
        TrackDescription description = TrackDescription.of(
                tags("t", List.of("X"), "LP", List.of(), false), Path.of("Band/CD7/09 - other.mp3"), null);
        assertEquals(1, description.trackNumber());
        assertEquals(1, description.discNumber());
        assertEquals("LP", description.album());
        assertEquals(CatalogueIds.album("X", "LP"), description.albumId());
    }

    @Test
    void of_names_areTidy() {
        assertEquals("a b", untagged("x/a\nb.mp3").title());
        assertEquals("ab", untagged("x/a\u0092b.mp3").title());
        assertEquals("Untitled", untagged("x/\u0092.mp3").title());
        assertEquals("1999", untagged("1999.mp3").title());
        assertEquals("99 Luftballons", untagged("01 99 Luftballons.mp3").title());
    }
}
