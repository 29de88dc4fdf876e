package dev.legato.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeaksTest {
    private static Peaks of(float[] pcm, int channels) {
        Peaks peaks = new Peaks();
        peaks.add(pcm, pcm.length / channels, channels);
        return peaks;
    }

    @ParameterizedTest
    @ValueSource(ints = {40_000, 1_000_000, 3_000_001})
    void of_oneLoudSample_isInItsStretchAndNowhereElse(int frames) {
        float[] pcm = new float[2 * frames];
        int loud = frames / 2 + frames / 200;
        pcm[2 * loud + 1] = -1;
        Peaks peaks = of(pcm, 2);
        List<Integer> hundred = peaks.of(100);
        assertEquals(frames, peaks.samples());
        assertEquals(255, hundred.get(50));
        assertEquals(99, Collections.frequency(hundred, 0));
    }

    @Test
    void of_fewSamples_repeatsThem() {
        assertEquals(List.of(128, 128, 128), of(new float[] {0.5f, 0.5f}, 1).of(3));
    }

    @Test
    void of_nothing_isSilence() {
        assertEquals(List.of(0, 0), of(new float[0], 2).of(2));
    }
}
