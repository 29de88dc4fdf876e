package dev.legato.demo;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The sound of a bowed or blown instrument, or of many: each harmonic a narrow band of noise instead of a line, written
 * as a spectrum and turned into a loop without a seam by one inverse Fourier transform (Paul Nasca's PADsynth, 2006).
 *
 * @param harmonics amplitudes of the first harmonics, from the fundamental
 * @param slope how the harmonics after those weaken: n to the power of minus this
 * @param brightness the frequency in Hz beyond which they fade
 * @param bandCents width of a harmonic: a few cents for one player, dozens for a section
 */
record SustainedTone(List<Double> harmonics, double slope, double brightness, double bandCents) {
    SustainedTone {
        harmonics = List.copyOf(harmonics);
    }

    private static final int MAX_HARMONICS = 60;

    /** A loop of {@code 2^bits} samples, at most 1 in size. */
    float[] render(double frequency, int bits, int sampleRate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 1 << bits;
        double[] real = new double[size];
        double[] imaginary = new double[size];
        double binWidth = (double) sampleRate / size;
        for (int n = 1; n <= MAX_HARMONICS && n * frequency < sampleRate * 0.45; n++) {
            double centre = n * frequency / binWidth;
            double band = Math.max(
                    0.6, (StrictMath.pow(2, bandCents / 1200) - 1) * StrictMath.pow(n, 0.9) * frequency / binWidth);
            double amplitude = amplitude(n) * StrictMath.exp(-n * frequency / brightness) / StrictMath.sqrt(band);
            int reach = (int) Math.ceil(3 * band);
            for (int bin = Math.max(1, (int) centre - reach); bin <= centre + reach && bin < size / 2; bin++) {
                double distance = (bin - centre) / band;
                double level = amplitude * StrictMath.exp(-distance * distance);
                double phase = random.nextDouble() * 2 * Math.PI;
                real[bin] += level * StrictMath.cos(phase);
                imaginary[bin] += level * StrictMath.sin(phase);
            }
        }
        FourierTransform.inverse(real, imaginary);
        return Samples.normalised(real, 0);
    }

    private double amplitude(int n) {
        int given = harmonics.size();
        return n <= given ? harmonics.get(n - 1) : harmonics.getLast() * StrictMath.pow((double) n / given, -slope);
    }
}
