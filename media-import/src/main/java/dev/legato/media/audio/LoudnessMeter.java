package dev.legato.media.audio;

import dev.legato.contracts.ImportedTrack.Loudness;
import org.jspecify.annotations.Nullable;

/**
 * Measures loudness by EBU R 128 while a track is heard: integrated and momentary as ITU-R BS.1770-4 has them, the range
 * by EBU Tech 3342. Mean squares of 100 ms are kept; every 100 ms, the last four are a momentary level (400 ms), the last
 * thirty a short-term one (3 s).
 *
 * <p>ffmpeg's {@code ebur128} says the same, and resamples everything to 192 kHz for the true peak.
 */
final class LoudnessMeter {
    private static final int STEPS_A_SECOND = 10;
    private static final int MOMENTARY = 4;
    private static final int SHORT_TERM = 30;
    private static final double GATE_LU = -10;
    private static final double RANGE_GATE_LU = -20;
    private static final double RANGE_FROM = 0.10;
    private static final double RANGE_TO = 0.95;
    private static final int FRONT_CHANNELS = 3;
    private static final int LOW_FREQUENCY_EFFECTS = 3;
    private static final double SURROUND_WEIGHT = 1.41;

    private final int channels;
    private final KWeighting[] weightings;
    private final TruePeak truePeak;
    private final int stepFrames;
    private final double[] steps = new double[SHORT_TERM];
    private final LevelHistogram momentary = new LevelHistogram();
    private final LevelHistogram shortTerm = new LevelHistogram();
    private long stepsDone;
    private double squares;
    private int framesInStep;

    /** @param channels left, right, centre, low-frequency effects, then those around */
    LoudnessMeter(int channels, int sampleRate) {
        this.channels = channels;
        this.weightings = new KWeighting[channels];
        for (int channel = 0; channel < channels; channel++) {
            weightings[channel] = new KWeighting(sampleRate);
        }
        this.truePeak = new TruePeak(channels, sampleRate);
        this.stepFrames = Math.max(1, Math.round((float) sampleRate / STEPS_A_SECOND));
    }

    /**
     * Hears more.
     *
     * @param pcm interleaved, full scale is 1
     */
    void add(float[] pcm, int frames) {
        truePeak.add(pcm, frames);
        for (int from = 0; from < frames; ) {
            int count = Math.min(frames - from, stepFrames - framesInStep);
            for (int channel = 0; channel < channels; channel++) {
                squares += weight(channel)
                        * weightings[channel].squares(
                                pcm, from * channels + channel, (from + count) * channels, channels);
            }
            from += count;
            framesInStep += count;
            if (framesInStep == stepFrames) {
                endStep();
            }
        }
    }

    /** What has been heard; null if that is nothing but silence. */
    @Nullable
    Loudness loudness() {
        if (stepsDone < MOMENTARY) {
            // Shorter than one level lasts: all there is makes one.
            double all = squares + mean(MOMENTARY) * MOMENTARY * stepFrames;
            momentary.add(LevelHistogram.lufs(all / Math.max(1, stepsDone * stepFrames + framesInStep)));
        }
        double integrated = momentary.mean(momentary.mean(LevelHistogram.SILENCE_LUFS) + GATE_LU);
        if (integrated <= LevelHistogram.SILENCE_LUFS) {
            return null;
        }
        return new Loudness(
                rounded(integrated),
                rounded(20 * Math.log10(truePeak.highest())),
                rounded(range()),
                momentary.tenths(),
                shortTerm.tenths());
    }

    private double range() {
        double mean = shortTerm.mean(LevelHistogram.SILENCE_LUFS);
        if (mean == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        double gate = mean + RANGE_GATE_LU;
        return shortTerm.percentile(gate, RANGE_TO) - shortTerm.percentile(gate, RANGE_FROM);
    }

    private void endStep() {
        steps[(int) (stepsDone++ % SHORT_TERM)] = squares / stepFrames;
        squares = 0;
        framesInStep = 0;
        if (stepsDone >= MOMENTARY) {
            momentary.add(LevelHistogram.lufs(mean(MOMENTARY)));
        }
        if (stepsDone >= SHORT_TERM) {
            shortTerm.add(LevelHistogram.lufs(mean(SHORT_TERM)));
        }
    }

    /** Of the last {@code count} steps; those before the first count as silence. */
    private double mean(int count) {
        double sum = 0;
        for (long step = Math.max(0, stepsDone - count); step < stepsDone; step++) {
            sum += steps[(int) (step % SHORT_TERM)];
        }
        return sum / count;
    }

    private static double weight(int channel) {
        if (channel < FRONT_CHANNELS) {
            return 1;
        }
        return channel == LOW_FREQUENCY_EFFECTS ? 0 : SURROUND_WEIGHT;
    }

    /** A tenth, as EBU Tech 3341 shows levels. */
    private static double rounded(double level) {
        return Math.round(10 * level) / 10.0;
    }
}
