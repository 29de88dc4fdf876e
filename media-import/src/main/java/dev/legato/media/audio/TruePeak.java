package dev.legato.media.audio;

import java.util.Arrays;

/**
 * The highest level between samples too (ITU-R BS.1770-4, annex 2), found by interpolating: four times up to 96 kHz, twice
 * up to 192. Where the samples are so low that nothing between them can be higher than what has been found, nothing is
 * interpolated.
 */
final class TruePeak {
    private static final int TAPS = 24;
    private static final int PAST = TAPS - 1;
    private static final int BLOCK = 64;
    private static final int MAX_RATE = 192_000;

    private final int channels;
    /** A filter for each place between two samples. */
    private final float[][] filters;
    /** What a filter can make of samples that are no higher than 1. */
    private final float gain;

    private final float[][] pasts;
    private final float[] samples = new float[PAST + BLOCK];
    private final float[] between = new float[BLOCK];
    private float highest;

    TruePeak(int channels, int sampleRate) {
        this.channels = channels;
        this.pasts = new float[channels][PAST];
        int factor = sampleRate < MAX_RATE / 2 ? 4 : sampleRate < MAX_RATE ? 2 : 1;
        this.filters = new float[factor - 1][];
        float most = 1;
        for (int filter = 0; filter < filters.length; filter++) {
            filters[filter] = filter((filter + 1.0) / factor);
            float sum = 0;
            for (float tap : filters[filter]) {
                sum += Math.abs(tap);
            }
            most = Math.max(most, sum);
        }
        this.gain = most;
    }

    /** A sinc under a raised cosine; {@code place} is between 0 and 1. */
    private static float[] filter(double place) {
        double[] taps = new double[TAPS];
        for (int tap = 0; tap < TAPS; tap++) {
            double distance = tap - (TAPS / 2 - 1) - place;
            double window = Math.cos(Math.PI * distance / (TAPS + 1));
            taps[tap] = Math.sin(Math.PI * distance) / (Math.PI * distance) * window * window;
        }
        double sum = Arrays.stream(taps).sum();
        float[] filter = new float[TAPS];
        for (int tap = 0; tap < TAPS; tap++) {
            filter[tap] = (float) (taps[tap] / sum);
        }
        return filter;
    }

    /** Full scale is 1. */
    double highest() {
        return highest;
    }

    /** Hears more, interleaved. */
    void add(float[] pcm, int frames) {
        for (int channel = 0; channel < channels; channel++) {
            for (int from = 0; from < frames; from += BLOCK) {
                int count = Math.min(BLOCK, frames - from);
                System.arraycopy(pasts[channel], 0, samples, 0, PAST);
                for (int frame = 0; frame < count; frame++) {
                    samples[PAST + frame] = pcm[(from + frame) * channels + channel];
                }
                measure(count);
                System.arraycopy(samples, count, pasts[channel], 0, PAST);
            }
        }
    }

    private void measure(int count) {
        float loudest = highest(samples, PAST + count);
        if (loudest * gain <= highest) {
            return;
        }
        highest = Math.max(highest, loudest);
        for (float[] filter : filters) {
            Arrays.fill(between, 0);
            for (int tap = 0; tap < TAPS; tap++) {
                // In this order the compiler makes vectors of it.
                float factor = filter[tap];
                for (int frame = 0; frame < count; frame++) {
                    between[frame] += factor * samples[frame + tap];
                }
            }
            highest = Math.max(highest, highest(between, count));
        }
    }

    private static float highest(float[] values, int count) {
        float highest = 0;
        for (int at = 0; at < count; at++) {
            highest = Math.max(highest, Math.abs(values[at]));
        }
        return highest;
    }
}
