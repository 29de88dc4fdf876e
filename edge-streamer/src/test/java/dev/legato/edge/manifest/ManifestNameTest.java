package dev.legato.edge.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.edge.manifest.ManifestName.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestNameTest {
    @Test
    void parse_manifests_areTold() {
        assertEquals(new ManifestName("t/", Kind.MASTER_PLAYLIST, ""), ManifestName.parse("t/master.m3u8"));
        assertEquals(new ManifestName("t/", Kind.MASTER_PLAYLIST, "opus"), ManifestName.parse("t/master-opus.m3u8"));
        assertEquals(new ManifestName("a/b/", Kind.MPD, ""), ManifestName.parse("a/b/manifest.mpd"));
        assertEquals(new ManifestName("t/", Kind.MEDIA_PLAYLIST, "aac-96"), ManifestName.parse("t/aac-96.m3u8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"master.m3u8", "t/other.mpd", "t/aac-96.m4a", "t/aac-96.m3u8/x", "t/aac-96.M3U8"})
    void parse_others_areNone(String key) {
        assertNull(ManifestName.parse(key));
    }
}
