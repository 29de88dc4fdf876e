package dev.legato.demo.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.demo.score.Element.Sound;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreParserTest {
    private static final String HEADER = """
            title T # a comment
            composer C
            year 1800
            meter 2/4
            tempo 4=60
            voice up piano pan=0.5
            voice low piano level=0.5 pedal=bar
            let walk = c8 d e f
            """;

    private static Score score(String music) {
        return ScoreParser.parse(HEADER + music);
    }

    private static List<Sound> sounds(String line) {
        Score score = score("section A\nup: " + line + "\nplay A");
        return score.sections().getFirst().lines().values().iterator().next().stream()
                .flatMap(bar -> bar.elements().stream())
                .filter(Sound.class::isInstance)
                .map(Sound.class::cast)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "c, 48",
        "c', 60",
        "b', 71",
        "'c,,', 24",
        "fis'', 78",
        "bes, 58",
        "es', 63",
        "as, 56",
        "bis, 60",
        "gisis, 57"
    })
    void pitch_name_isItsKey(String name, int key) {
        assertEquals(List.of(key), sounds(name + "2 |").getFirst().keys());
    }

    @ParameterizedTest
    @CsvSource({"2, 1920", "4., 1440", "8, 480", "16.., 420", "64, 60"})
    void length_text_isItsTicks(String length, int ticks) {
        assertEquals(ticks, sounds("c" + length + " |").getFirst().ticks());
    }

    @Test
    void music_chordTieAndMarks_areRead() {
        Sound chord = sounds("<c e' g>4~-.-r <c e' g>4 |").getFirst();
        assertEquals(List.of(48, 64, 55), chord.keys());
        assertTrue(chord.tied() && chord.rolled());
        assertEquals(Element.Touch.STACCATO, chord.touch());
    }

    @Test
    void music_repeatMacroAndTriplets_areExpanded() {
        assertEquals(8, sounds("$walk | [c16 d]*2 e4 |").size() - 1);
        assertEquals(320, sounds("\\3 c8 d e \\1 f4 |").getFirst().ticks());
    }

    @Test
    void section_barTooLong_isRefusedWithItsNumber() {
        var e = assertThrows(ScoreException.class, () -> score("section A\nup: c2 | c2 d4 | c2 |\nplay A"));
        assertTrue(e.getMessage().contains("voice up: bar 2"), e.getMessage());
    }

    @Test
    void section_voicesOfOtherLength_areRefused() {
        assertThrows(ScoreException.class, () -> score("section A\nup: c2 | c2 |\nlow: c2 |\nplay A"));
    }

    @Test
    void play_upbeatAndShortEnd_fillOneBar() {
        assertEquals(
                2, score("section A\nup: c8 | d2 | e4. |\nplay A A").sections().size());
        assertThrows(ScoreException.class, () -> score("section A\nup: c8 | d2 | e4 | \nplay A A A"));
    }

    @ParameterizedTest
    @CsvSource({"h4", "c5", "\\loud", "$nothing", "<c q>4", "c4'"})
    void music_unknownToken_isRefused(String token) {
        assertThrows(ScoreException.class, () -> sounds(token + " c4 |"));
    }

    @Test
    void parse_unknownVoiceOrSection_isRefused() {
        assertThrows(ScoreException.class, () -> score("section A\nmiddle: c2 |\nplay A"));
        assertThrows(ScoreException.class, () -> score("section A\nup: c2 |\nplay B"));
    }
}
