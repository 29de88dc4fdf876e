package dev.legato.bench.scenario;

import dev.legato.bench.corpus.Corpus;

/**
 * The files of a scenario.
 *
 * @param count how many
 * @param smallest the smallest possible
 * @param largest the largest possible; sizes lie evenly between
 */
public record FilesShape(int count, ByteSize smallest, ByteSize largest) {
    private static final long SEED = 0x1E6A70L;

    public Corpus corpus() {
        return Corpus.of(new Corpus.Shape(count, smallest.bytes(), largest.bytes(), SEED));
    }
}
