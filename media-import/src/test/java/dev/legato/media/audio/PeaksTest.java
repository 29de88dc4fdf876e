package dev.legato.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeaksTest {
    @ParameterizedTest
    @ValueSource(ints = {40_000, 1_000_000, 3_000_001})
    void of_oneLoudSample_isInItsStretchAndNowhereElse(int frames) throws IOException {
        ByteBuffer pcm = ByteBuffer.allocate(frames * 4).order(ByteOrder.LITTLE_ENDIAN);
        int loud = frames / 2 + frames / 200;
        pcm.putShort(4 * loud + 2, Short.MIN_VALUE);
        Peaks peaks = Peaks.read(new ByteArrayInputStream(pcm.array()), 2);
        List<Integer> hundred = peaks.of(100);
        assertEquals(frames, peaks.samples());
        assertEquals(255, hundred.get(50));
        assertEquals(99, Collections.frequency(hundred, 0));
    }

    @Test
    void of_fewSamples_repeatsThem() throws IOException {
        byte[] pcm = {0, 64, 0, 64};
        assertEquals(
                List.of(128, 128, 128),
                Peaks.read(new ByteArrayInputStream(pcm), 1).of(3));
    }

    @Test
    void of_nothing_isSilence() throws IOException {
        assertEquals(
                List.of(0, 0),
                Peaks.read(new ByteArrayInputStream(new byte[0]), 2).of(2));
    }
}
