package dev.legato.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.demo.score.Performance;
import dev.legato.demo.score.Performer;
import dev.legato.demo.score.Score;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first seconds of each piece, through the JDK's synthesizer. */
class SynthesizerIT {
    private static final Orchestra ORCHESTRA = new Orchestra();
    private static final long EXCERPT_MICROS = 5_000_000;

    @ParameterizedTest
    @MethodSource("dev.legato.demo.DemoScoresTest#scores")
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
