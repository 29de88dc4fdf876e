package dev.legato.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.demo.score.Performance;
import dev.legato.demo.score.Performer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoScoresTest {
    static Stream<String> scores() {
        return Arrays.stream(DemoAlbum.values()).flatMap(album -> album.scores().stream());
    }

    @Test
    void albums_threeOfAtLeastFour_makeTwelveDifferentPieces() {
        assertEquals(3, DemoAlbum.values().length);
        Set<String> titles = new HashSet<>();
        scores().forEach(name -> titles.add(DemoScores.load(name).title()));
        assertTrue(titles.size() >= 12, titles.toString());
        assertEquals(scores().count(), titles.size());
    }

    @ParameterizedTest
    @MethodSource("scores")
    void score_performed_lastsOneToThreeMinutes(String name) {
        Performance performance = Performer.perform(DemoScores.load(name));
        double seconds = performance.durationMicros() / 1e6 + Synthesizer.LEAD_SECONDS + Synthesizer.TAIL_SECONDS;
        assertTrue(seconds >= 60 && seconds <= 180, name + ": " + seconds);
        assertTrue(
                performance.notes().stream().allMatch(note -> note.key() >= 21 && note.key() <= 108),
                "keys of a piano");
    }
}
