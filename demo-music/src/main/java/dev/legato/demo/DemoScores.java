package dev.legato.demo;

import dev.legato.demo.score.Score;
import dev.legato.demo.score.ScoreParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scores that come with Legato. */
final class DemoScores {
    private DemoScores() {}

    /** A score by its file's name. */
    static Score load(String name) {
        try (InputStream in = DemoScores.class.getResourceAsStream(name + ".score")) {
            if (in == null) {
                throw new IllegalArgumentException("no score '%s'".formatted(name));
            }
            return ScoreParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
