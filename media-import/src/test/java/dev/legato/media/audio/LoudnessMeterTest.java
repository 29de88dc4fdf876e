package dev.legato.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.contracts.ImportedTrack.Loudness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals of EBU Tech 3341 and 3342, with their tolerances. */
class LoudnessMeterTest {
    private static final int RATE = 48_000;

    private final LoudnessMeter stereo = new LoudnessMeter(2, RATE);

    /** A sine of 1 kHz in all channels. */
    private static void sine(LoudnessMeter meter, int channels, int rate, double peakDb, double seconds) {
        float[] pcm = new float[(int) (seconds * rate) * channels];
        for (int at = 0; at < pcm.length; at++) {
            double time = (double) (at / channels) / rate;
            pcm[at] = (float) (Math.pow(10, peakDb / 20) * Math.sin(2 * Math.PI * 1000 * time));
        }
        meter.add(pcm, pcm.length / channels);
    }

    private void sine(double peakDb, double seconds) {
        sine(stereo, 2, RATE, peakDb, seconds);
    }

    private Loudness heard() {
        Loudness loudness = stereo.loudness();
        assertNotNull(loudness);
        return loudness;
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000})
    void loudness_steadySine_isItsLevelAtAnyRate(int rate) {
        LoudnessMeter meter = new LoudnessMeter(2, rate);
        sine(meter, 2, rate, -23, 20);
        Loudness loudness = meter.loudness();
        assertNotNull(loudness);
        assertEquals(-23, loudness.integratedLufs(), 0.11);
        assertEquals(-23, loudness.truePeakDbtp(), 0.11);
        assertEquals(0, loudness.rangeLu(), 0.1);
        assertEquals(
                20 * 10 - 3,
                loudness.momentary().counts().stream().mapToInt(count -> count).sum(),
                1);
        assertEquals(-230, loudness.shortTerm().lowest(), 1);
    }

    @Test
    void loudness_quietParts_areGated() {
        sine(-36, 10);
        sine(-23, 60);
        sine(-36, 10);
        assertEquals(-23, heard().integratedLufs(), 0.1);
    }

    @Test
    void loudness_partsOfTwoLevels_haveTheirDifferenceAsRange() {
        sine(-20, 20);
        sine(-30, 20);
        assertEquals(10, heard().rangeLu(), 1);
    }

    @Test
    void loudness_surround_weighsWhatIsAroundAndLeavesTheLowOut() {
        LoudnessMeter surround = new LoudnessMeter(8, RATE);
        sine(surround, 8, RATE, -30, 5);
        Loudness loudness = surround.loudness();
        assertNotNull(loudness);
        assertEquals(-30 - 3 + 10 * Math.log10(3 + 4 * 1.41), loudness.integratedLufs(), 0.1);
    }

    @Test
    void loudness_peakBetweenSamples_isFound() {
        float[] pcm = new float[2 * RATE];
        for (int at = 0; at < pcm.length; at++) {
            // A quarter of the rate, sampled where it is never higher than 0.7 of its peak.
            pcm[at] = (float) (0.5 * Math.sin(Math.PI / 2 * (at / 2) + Math.PI / 4));
        }
        stereo.add(pcm, RATE);
        assertEquals(20 * Math.log10(0.5), heard().truePeakDbtp(), 0.3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 1000, 3000})
    void loudness_lowestRates_isANumber(int rate) {
        LoudnessMeter meter = new LoudnessMeter(1, rate);
        float[] pcm = new float[100 * rate];
        for (int at = 0; at < pcm.length; at++) {
            pcm[at] = 0.5f - at % 2;
        }
        meter.add(pcm, pcm.length);
        Loudness loudness = meter.loudness();
        assertNotNull(loudness);
        assertEquals(0, loudness.integratedLufs(), 40);
        assertEquals(-6, loudness.truePeakDbtp(), 3);
    }

    @Test
    void loudness_silenceOrNothing_isNone() {
        assertNull(stereo.loudness());
        stereo.add(new float[20 * RATE], 10 * RATE);
        assertNull(stereo.loudness());
    }

    @Test
    void loudness_shorterThanALevelLasts_isThatOfAll() {
        sine(-23, 0.25);
        assertEquals(-23, heard().integratedLufs(), 0.3);
    }
}
