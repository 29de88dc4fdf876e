package dev.legato.bench.generator.epoll;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Ranks by Zipf's law: rank k, from 0, is drawn in proportion to 1 / (k + 1)^s. Drawing allocates nothing. */
final class Zipf {
    private final double[] cumulated;

    /** @param count of ranks */
    Zipf(int count, double exponent) {
        cumulated = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Math.pow(k + 1.0, -exponent);
            cumulated[k] = sum;
        }
    }

    int draw(SplittableRandom random) {
        double at = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, at);
        return found >= 0 ? Math.min(found + 1, cumulated.length - 1) : -found - 1;
    }
}
