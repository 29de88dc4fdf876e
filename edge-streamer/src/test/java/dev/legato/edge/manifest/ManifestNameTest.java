package dev.legato.edge.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.contracts.LinkLimits;
import dev.legato.edge.manifest.ManifestName.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestNameTest {
    @Test
    void parse_manifests_areTold() {
        assertEquals(
                new ManifestName("t/", Kind.MASTER_PLAYLIST, "", LinkLimits.NONE), ManifestName.parse("t/master.m3u8"));
        assertEquals(
                new ManifestName("t/", Kind.MASTER_PLAYLIST, "opus", LinkLimits.NONE),
                ManifestName.parse("t/master-opus.m3u8"));
        assertEquals(new ManifestName("a/b/", Kind.MPD, "", LinkLimits.NONE), ManifestName.parse("a/b/manifest.mpd"));
        assertEquals(
                new ManifestName("t/", Kind.MEDIA_PLAYLIST, "aac-96", LinkLimits.NONE),
                ManifestName.parse("t/aac-96.m3u8"));
    }

    @Test
    void parse_cappedManifests_areTold() {
        LinkLimits cap = new LinkLimits(96_000, Integer.MAX_VALUE, "");
        assertEquals(new ManifestName("t/", Kind.MPD, "", cap), ManifestName.parse("t/b96000.manifest.mpd"));
        assertEquals(
                new ManifestName("t/", Kind.MASTER_PLAYLIST, "opus", cap),
                ManifestName.parse("t/b96000.master-opus.m3u8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"master.m3u8", "t/other.mpd", "t/aac-96.m4a", "t/aac-96.m3u8/x", "t/aac-96.M3U8"})
    void parse_others_areNone(String key) {
        assertNull(ManifestName.parse(key));
    }
}
