package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
    @Test
    void draw_ranksByTheirShare() {
        Zipf zipf = new Zipf(3, 1);
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[3];
        for (int i = 0; i < 110_000; i++) {
            counts[zipf.draw(random)]++;
        }
        assertEquals(60_000, counts[0], 1000);
        assertEquals(30_000, counts[1], 1000);
        assertEquals(20_000, counts[2], 1000);
    }
}
