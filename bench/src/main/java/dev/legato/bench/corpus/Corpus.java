package dev.legato.bench.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The files of a run. The same {@link Shape} makes the same files, in the controller that writes them and in every
 * generator that checks them.
 */
public record Corpus(List<CorpusFile> files) {
    /**
     * What to make.
     *
     * @param count number of files
     * @param smallest bytes of the smallest possible file
     * @param largest bytes of the largest possible file
     * @param seed decides sizes and contents
     */
    public record Shape(int count, long smallest, long largest, long seed) {
        public Shape {
            if (count < 1 || count > 100_000) {
                throw new IllegalArgumentException("files.count: %d (expected: 1 to 100000)".formatted(count));
            }
            if (smallest < 1 || largest < smallest) {
                throw new IllegalArgumentException(
                        "files.smallest, files.largest: %d, %d (expected: 1 <= smallest <= largest)"
                                .formatted(smallest, largest));
            }
        }
    }

    public static Corpus of(Shape shape) {
        return new Corpus(IntStream.range(0, shape.count)
                .mapToObj(i -> {
                    long seed = CorpusFile.mix(shape.seed + i + 1);
                    long size = shape.smallest + Math.floorMod(seed, shape.largest - shape.smallest + 1);
                    // As Legato names renditions, after their rate in kbit/s, which it paces by.
                    return new CorpusFile("t%05d-160.m4a".formatted(i), size, seed);
                })
                .toList());
    }

    public long bytes() {
        return files.stream().mapToLong(CorpusFile::size).sum();
    }

    /** Writes all files into a folder that holds none of them yet. */
    public void write(Path folder) throws IOException {
        for (CorpusFile file : files) {
            file.write(folder);
        }
    }
}
