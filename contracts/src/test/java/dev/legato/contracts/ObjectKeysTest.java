package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectKeysTest {
    private static final TrackId TRACK = new TrackId("4n5p6q7r8s9t0v1w2x3y4z5a6b");
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4n5p6q7r8s9t0v1w2x3y4z5a6b/original.flac",
                "4n5p6q7r8s9t0v1w2x3y4z5a6b/aac-160.m4a",
                "artwork/1b8w3k5m7q9s0v2x4z6a8c0e2g/640.jpg",
                "a",
                "a..b/c...",
                "0_-./9"
            })
    void isKey_itsForm_isTrue(String text) {
        assertTrue(ObjectKeys.isKey(text));
        assertEquals(text, ObjectKeys.require(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                ".hidden",
                "a/.hidden",
                "-v",
                "a/-v",
                "_a",
                "a b",
                "a%20b",
                "ä",
                "a\\b",
                "a\n",
                "~a",
                "a+b",
                "a:b"
            })
    void isKey_anyOther_isFalse(String text) {
        assertFalse(ObjectKeys.isKey(text));
        assertThrows(IllegalArgumentException.class, () -> ObjectKeys.require(text));
    }

    @Test
    void isKey_tooLong_isFalse() {
        assertTrue(ObjectKeys.isKey("a".repeat(ObjectKeys.MAX_LENGTH)));
        assertFalse(ObjectKeys.isKey("a".repeat(ObjectKeys.MAX_LENGTH + 1)));
    }

    @Property
    void isKey_anyText_isAsWritten(
            @ForAll @StringLength(max = 12) @Chars({'a', 'Z', '5', '.', '_', '-', '/', ' ', 'ä'}) String text) {
        assertEquals(FORM.matcher(text).matches(), ObjectKeys.isKey(text));
    }

    @Test
    void of_tracksFile_liesInItsFolder() {
        String key = ObjectKeys.of(TRACK, ObjectKeys.original("flac"));
        assertEquals("4n5p6q7r8s9t0v1w2x3y4z5a6b/original.flac", key);
        assertEquals(ObjectKeys.folder(TRACK), ObjectKeys.folderOf(key));
        assertEquals("original.flac", ObjectKeys.fileOf(key));
        assertTrue(ObjectKeys.isIn(ObjectKeys.folder(TRACK), key));
        assertFalse(ObjectKeys.isArtwork(key));
    }

    @Test
    void isArtwork_cover_isTrue() {
        String folder = ObjectKeys.artworkFolder("1b8w3k5m7q9s0v2x4z6a8c0e2g");
        assertTrue(ObjectKeys.isArtwork(folder));
        assertTrue(ObjectKeys.isIn(folder, folder + "640.jpg"));
        assertFalse(ObjectKeys.isArtwork("artworks/a.jpg"));
    }

    @Test
    void isIn_elsewhere_isFalse() {
        String folder = ObjectKeys.folder(TRACK);
        assertFalse(ObjectKeys.isIn(folder, folder));
        assertFalse(ObjectKeys.isIn(folder, folder + "a/b"));
        assertFalse(ObjectKeys.isIn(folder, folder + ".a"));
        assertFalse(ObjectKeys.isIn(folder, "x" + folder + "a"));
    }

    @Test
    void folderOf_noFolder_isEmpty() {
        assertEquals("", ObjectKeys.folderOf("a.flac"));
        assertEquals("a.flac", ObjectKeys.fileOf("a.flac"));
    }
}
