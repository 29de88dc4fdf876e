package dev.legato.media.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackTagsTest {
    private static TrackTags of(TagName name, String... values) {
        return TrackTags.of(Map.of(name, List.of(values)));
    }

    @Test
    void of_severalArtists_keepsTheirOrder() {
        assertEquals(List.of("A", "B", "C"), of(TagName.ARTIST, "A", "B; C").artists());
    }

    @Test
    void of_slashInArtist_isPartOfTheName() {
        assertEquals(List.of("AC/DC"), of(TagName.ARTIST, "AC/DC").artists());
    }

    @Test
    void of_genres_areSplitLowerCasedAndNamed() {
        assertEquals(
                List.of("rock", "jazz", "trip hop"),
                of(TagName.GENRE, "(17)", "Jazz, Trip Hop", "17").genres());
    }

    @Test
    void of_lineEndsAndBlanks_becomeOneSpace() {
        assertEquals("a b 日本 🎵", of(TagName.TITLE, "  a\r\n b\t日本 🎵 ").title());
    }

    @Test
    void of_longTitle_isCutAtAWholeCharacter() {
        String title = of(TagName.TITLE, "🎵".repeat(600)).title();
        assertEquals(500, title.codePointCount(0, title.length()));
    }

    @Test
    void of_trackOfTotal_isTheTrack() {
        assertEquals(3, of(TagName.TRACK, "03/12").trackNumber());
        assertNull(of(TagName.TRACK, "0").trackNumber());
        assertNull(of(TagName.TRACK, "A1").trackNumber());
    }

    @Test
    void of_dates_giveTheirYear() {
        assertEquals(1997, of(TagName.YEAR, "1997-05-21").year());
        assertEquals(2003, of(TagName.YEAR, "21.05.2003").year());
        assertNull(of(TagName.YEAR, "97").year());
    }

    @Test
    void of_isrc_losesItsHyphens() {
        assertEquals("GBAYE0601498", of(TagName.ISRC, "GB-AYE-06-01498").isrc());
        assertNull(of(TagName.ISRC, "none").isrc());
    }

    @Test
    void of_compilationFlag_isRead() {
        assertTrue(of(TagName.COMPILATION, "1").compilation());
    }

    @Test
    void of_nothing_isEmpty() {
        TrackTags tags = TrackTags.of(Map.of());
        assertNull(tags.title());
        assertEquals(List.of(), tags.artists());
    }
}
