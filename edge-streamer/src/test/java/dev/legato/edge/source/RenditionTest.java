package dev.legato.edge.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenditionTest {
    @ParameterizedTest
    @CsvSource({
        "t1/original.flac, original",
        "t1/aac-160.m4a, aac-160",
        "t1/opus-96/3.m4s, opus-96",
        "t1/master.m3u8, manifest",
        "t1/manifest.mpd, manifest",
        "artwork/a1.jpg, artwork",
        "some/song name.mp3, other",
    })
    void of_key_isOneOfFew(String key, String expected) {
        assertEquals(expected, Rendition.of(key));
    }
}
