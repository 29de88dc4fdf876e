package dev.legato.bench.corpus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFileTest {
    private static final CorpusFile FILE = new CorpusFile("t.m4a", 300_003, 42);

    @Test
    void write_laysDownTheBytesThatAtForetells(@TempDir Path folder) throws IOException {
        FILE.write(folder);
        byte[] expected = new byte[300_003];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = FILE.at(i);
        }
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("t.m4a")));
    }

    @Test
    void matching_findsTheFirstWrongByteAtAnyAlignment(@TempDir Path folder) throws IOException {
        FILE.write(folder);
        byte[] all = Files.readAllBytes(folder.resolve("t.m4a"));
        for (int offset = 0; offset < 20; offset++) {
            for (int length : new int[] {1, 7, 8, 9, 31, 64}) {
                byte[] part = Arrays.copyOfRange(all, offset, offset + length);
                assertEquals(length, FILE.matching(MemorySegment.ofArray(part), 0, length, offset));
                part[length - 1] ^= 1;
                assertEquals(length - 1, FILE.matching(MemorySegment.ofArray(part), 0, length, offset));
            }
        }
    }

    @Test
    void matching_beginsWhereItIsTold(@TempDir Path folder) throws IOException {
        FILE.write(folder);
        MemorySegment all = MemorySegment.ofArray(Files.readAllBytes(folder.resolve("t.m4a")));
        for (int start = 0; start < 20; start++) {
            assertEquals(100, FILE.matching(all, start, 100, start));
            assertEquals(0, FILE.matching(all, start, 100, start + 1));
        }
    }

    @Test
    void corpus_isTheSameForTheSameShape() {
        Corpus.Shape shape = new Corpus.Shape(5, 1000, 2000, 7);
        assertEquals(Corpus.of(shape), Corpus.of(shape));
    }
}
