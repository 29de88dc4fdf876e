package dev.legato.bench.catalogue;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws tracks by Zipf's law: number k, from 0, in proportion to 1 / (k + 1)^s. */
final class Popularity {
    private final double[] cumulated;

    /** @param tracks how many there are */
    Popularity(int tracks, double exponent) {
        cumulated = new double[tracks];
        double sum = 0;
        for (int k = 0; k < tracks; k++) {
            sum += Math.pow(k + 1.0, -exponent);
            cumulated[k] = sum;
        }
    }

    int draw(SplittableRandom random) {
        double at = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, at);
        return Math.min(found >= 0 ? found + 1 : -found - 1, cumulated.length - 1);
    }
}
