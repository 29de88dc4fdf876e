package dev.legato.demo;

/** The radix-2 transform of Cooley and Tukey (1965), in place. */
final class FourierTransform {
    private FourierTransform() {}

    /** From a spectrum to samples, unscaled; the length is a power of two. */
    static void inverse(double[] real, double[] imaginary) {
        int size = real.length;
        for (int index = 1, mirrored = 0; index < size; index++) {
            int bit = size >> 1;
            for (; (mirrored & bit) != 0; bit >>= 1) {
                mirrored ^= bit;
            }
            mirrored ^= bit;
            if (index < mirrored) {
                swap(real, index, mirrored);
                swap(imaginary, index, mirrored);
            }
        }
        for (int span = 2; span <= size; span <<= 1) {
            double turn = 2 * Math.PI / span;
            double stepReal = StrictMath.cos(turn);
            double stepImaginary = StrictMath.sin(turn);
            for (int start = 0; start < size; start += span) {
                double wReal = 1;
                double wImaginary = 0;
                for (int low = start; low < start + span / 2; low++) {
                    int high = low + span / 2;
                    double oddReal = real[high] * wReal - imaginary[high] * wImaginary;
                    double oddImaginary = real[high] * wImaginary + imaginary[high] * wReal;
                    real[high] = real[low] - oddReal;
                    imaginary[high] = imaginary[low] - oddImaginary;
                    real[low] += oddReal;
                    imaginary[low] += oddImaginary;
                    double turned = wReal * stepReal - wImaginary * stepImaginary;
                    wImaginary = wReal * stepImaginary + wImaginary * stepReal;
                    wReal = turned;
                }
            }
        }
    }

    private static void swap(double[] values, int a, int b) {
        double value = values[a];
        values[a] = values[b];
        values[b] = value;
    }
}
