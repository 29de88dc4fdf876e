package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkLimitsTest {
    private static final LinkLimits CAP = new LinkLimits(160_000, Integer.MAX_VALUE, "");

    @ParameterizedTest
    @CsvSource(textBlock = """
        0a/aac-96.m4a,          0a/aac-96.m4a
        0a/aac-160.m4a,         0a/aac-160.m4a
        0a/aac-160.m3u8,        0a/aac-160.m3u8
        0a/aac-160/1.m4s,       0a/aac-160/1.m4s
        0a/waveform.json,       0a/waveform.json
        0a/segments.json,       0a/segments.json
        artwork/0a/640.jpg,     artwork/0a/640.jpg
        0a/master.m3u8,         0a/b160000.master.m3u8
        0a/master-opus.m3u8,    0a/b160000.master-opus.m3u8
        0a/manifest.mpd,        0a/b160000.manifest.mpd
        0a/b160000.manifest.mpd,0a/b160000.manifest.mpd
        """)
    void resolve_withinTheCap_isServed(String key, String served) {
        assertEquals(Optional.of(served), CAP.resolve(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a/aac-161.m4a",
                "0a/aac-320.m4a",
                "0a/aac-320.m3u8",
                "0a/flac.m4a",
                "0a/flac.m3u8",
                "0a/original.flac",
                "0a/original.mp3",
                "0a/b320000.master.m3u8",
                "0a/b1.manifest.mpd",
                "0a/aac-320/1.m4s",
                "0a/mystery",
                "0a/x.m3u8"
            })
    void resolve_aboveTheCapOrUnknown_isRefused(String key) {
        assertEquals(Optional.empty(), CAP.resolve(key));
    }

    @Test
    void resolve_withoutCap_isTheKeyItself() {
        assertEquals(Optional.of("0a/original.flac"), LinkLimits.NONE.resolve("0a/original.flac"));
        assertEquals(Optional.of("0a/master.m3u8"), LinkLimits.NONE.resolve("0a/master.m3u8"));
        assertEquals(Optional.empty(), LinkLimits.NONE.resolve("0a/b160000.master.m3u8"), "a name nobody gave out");
    }

    @Test
    void isAudio_keys_areToldApart() {
        assertTrue(LinkLimits.isAudio("0a/aac-160.m4a"));
        assertTrue(LinkLimits.isAudio("0a/original.flac"));
        assertTrue(LinkLimits.isAudio("0a/mystery"));
        assertFalse(LinkLimits.isAudio("0a/master.m3u8"));
        assertFalse(LinkLimits.isAudio("0a/waveform.json"));
        assertFalse(LinkLimits.isAudio("artwork/0a/640.jpg"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_",
                "b",
                "b0",
                "b01",
                "s1",
                "s0_a",
                "s01_a",
                "s1_",
                "b1s1_a",
                "b1_",
                "_s1_a",
                "b2147483648",
                "s1_a.b",
                "s1_a!",
                "B1",
                "unpaced"
            })
    void parse_notWrittenInTheOneWay_isEmpty(String claim) {
        Optional<LinkLimits> limits;
        try {
            limits = LinkLimits.parse(claim);
        } catch (IllegalArgumentException _) {
            limits = Optional.empty();
        }
        assertEquals(Optional.empty(), limits);
    }

    @Property
    void parse_anyClaimOfOurs_isWhatItWas(
            @ForAll @IntRange(min = 1, max = 999_999_999) int maxBitrate,
            @ForAll @IntRange(min = 1, max = 9_999) int streams,
            @ForAll @AlphaChars @Chars({'_', '-', '7'}) @StringLength(min = 1, max = 32) String player) {
        for (LinkLimits limits : new LinkLimits[] {
            new LinkLimits(maxBitrate, streams, player),
            new LinkLimits(maxBitrate, Integer.MAX_VALUE, ""),
            new LinkLimits(Integer.MAX_VALUE, streams, player)
        }) {
            assertEquals(Optional.of(limits), LinkLimits.parse(limits.claim()));
        }
    }

    @Test
    void new_playerWithoutCount_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LinkLimits(1, Integer.MAX_VALUE, "phone"));
        assertThrows(IllegalArgumentException.class, () -> new LinkLimits(1, 2, ""));
        assertThrows(IllegalArgumentException.class, () -> new LinkLimits(0, 2, "phone"));
        assertThrows(IllegalArgumentException.class, () -> new LinkLimits(1, 0, "phone"));
    }
}
