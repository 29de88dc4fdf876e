package dev.legato.demo.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PerformerTest {
    private static Performance perform(String music) {
        return Performer.perform(ScoreParser.parse("""
                title T
                composer C
                year 1800
                meter 4/4
                tempo 4=60
                voice up piano pedal=half
                voice high piano octave=1
                """ + music));
    }

    @Test
    void perform_quarters_takeASecondEach() {
        Performance performance = perform("section A\nup: c4 d e f |\nplay A A");
        assertEquals(8_000_000, performance.durationMicros());
        assertEquals(
                List.of(0L, 1_000_000L, 2_000_000L),
                performance.notes().stream()
                        .limit(3)
                        .map(Performance.Note::startMicros)
                        .toList());
    }

    @Test
    void perform_tie_soundsOnceAcrossTheBar() {
        Performance performance = perform("section A\nup: c2. <c e>4~ | <c e>1 |\nplay A");
        assertEquals(3, performance.notes().size());
        Performance.Note held = performance.notes().get(1);
        assertTrue(held.endMicros() - held.startMicros() > 4_500_000);
    }

    @Test
    void perform_hairpin_swells() {
        List<Integer> loudness = perform("section A\nup: r4 \\p \\< c c \\f c |\nplay A").notes().stream()
                .map(Performance.Note::velocity)
                .toList();
        assertTrue(loudness.get(0) < loudness.get(1) && loudness.get(1) < loudness.get(2), loudness.toString());
    }

    @Test
    void perform_tempoChange_holdsFromThere() {
        assertEquals(
                6_000_000,
                perform("section A\nup: c1 | \\tempo:4=120 c1 |\nplay A").durationMicros());
    }

    @Test
    void perform_slowing_endsWithTheSection() {
        long slowed = perform("section A\nup: \\slow:0.5 c1 |\nsection B\nup: c1 |\nplay A B")
                .durationMicros();
        assertTrue(slowed > 9_000_000 && slowed < 10_000_000, Long.toString(slowed));
    }

    @Test
    void perform_octave_transposes() {
        assertEquals(
                60, perform("section A\nhigh: c1 |\nplay A").notes().getFirst().key());
    }

    @Test
    void perform_pedal_isChangedEachHalfBar() {
        assertEquals(5, perform("section A\nup: c1 |\nplay A").pedals().size());
    }
}
