package dev.legato.edge.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "aac", "aif", "aiff", "ape", "caf", "dff", "dsf", "flac", "m4a", "m4b", "mka", "mp3", "mpc", "oga",
                "ogg", "opus", "spx", "tak", "tta", "wav", "weba", "wma", "wv"
            })
    void of_audioFile_isAudio(String extension) {
        assertTrue(MediaTypes.with(Map.of()).of("a/b." + extension).startsWith("audio/"));
    }

    @ParameterizedTest
    @CsvSource({
        "book.m4b, audio/mp4",
        "a.mkv, video/matroska",
        "a.MKA, audio/matroska",
        "a.webm, video/webm",
        "a.b/c, application/octet-stream",
        "a.nobody, application/octet-stream"
    })
    void of_key_isTheExtensions(String key, String type) {
        assertEquals(type, MediaTypes.with(Map.of()).of(key));
    }

    @Test
    void with_more_areAddedAndWin() {
        MediaTypes types = MediaTypes.with(Map.of("wma", "audio/x-own", "669", "audio/x-mod; version=\"1\""));
        assertEquals("audio/x-own", types.of("a.wma"));
        assertEquals("audio/x-mod; version=\"1\"", types.of("a.669"));
        assertEquals("audio/flac", types.of("a.flac"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wma    | audio",
                "wma    | audio/",
                "wma    | audio/x y",
                "wma    | audio/x;",
                "wma    | audio/x; a",
                "wma    | audio/x, audio/y",
                ".wma   | audio/x",
                "WMA    | audio/x",
                "tar.gz | application/gzip",
                "a/b    | audio/x",
            })
    void with_malformed_isRefused(String extension, String type) {
        assertThrows(IllegalArgumentException.class, () -> MediaTypes.with(Map.of(extension, type)));
    }

    @Test
    void with_lineEndInType_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> MediaTypes.with(Map.of("wma", "audio/x\r\nx: y")));
        assertThrows(IllegalArgumentException.class, () -> MediaTypes.with(Map.of("wma", "audio/x; a=\"\r\nx: y\"")));
    }
}
