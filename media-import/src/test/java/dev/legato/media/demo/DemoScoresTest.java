package dev.legato.media.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.media.score.Performance;
import dev.legato.media.score.Performer;
import dev.legato.media.score.Score;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoScoresTest {
    private static final Orchestra ORCHESTRA = new Orchestra();
    private static final long EXCERPT_MICROS = 8_000_000;

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

    @ParameterizedTest
    @MethodSource("scores")
    void score_rendered_sounds(String name) throws IOException {
        Score score = DemoScores.load(name);
        Performance whole = Performer.perform(score);
        Performance excerpt = new Performance(
                whole.notes().stream()
                        .filter(note -> note.endMicros() < EXCERPT_MICROS)
                        .toList(),
                List.of(),
                EXCERPT_MICROS);
        var rendered = Synthesizer.render(ORCHESTRA, score, excerpt, OutputStream.nullOutputStream());
        assertTrue(rendered.loudness() > 0.003, rendered.toString());
        assertTrue(rendered.peak() > 0.02 && rendered.peak() < 4, rendered.toString());
    }

    @Test
    void render_byAnotherOrchestra_givesTheSameBytes() throws Exception {
        Score score = DemoScores.load("lullaby");
        Performance whole = Performer.perform(score);
        Performance excerpt = new Performance(whole.notes().subList(0, 40), List.of(), EXCERPT_MICROS);
        List<String> digests = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                var _ = Synthesizer.render(new Orchestra(), score, excerpt, out);
            }
            digests.add(HexFormat.of().formatHex(digest.digest()));
        }
        assertEquals(digests.get(0), digests.get(1));
    }
}
