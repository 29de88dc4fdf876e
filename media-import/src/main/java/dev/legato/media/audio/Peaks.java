package dev.legato.media.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The highest sample of each even stretch of a track, found in one pass without knowing its length: peaks of short blocks
 * are kept, and whenever there are too many, each two become one.
 */
final class Peaks {
    /** Full scale. */
    static final int MOST = 255;

    private static final int BLOCKS = 16_384;
    private static final int FIRST_BLOCK = 32;
    /** Half a step of 16 bits: what is below it is silence. */
    private static final double SILENCE = 1.0 / (1 << 16);

    private final float[] blocks = new float[BLOCKS];
    private int samplesInBlock = FIRST_BLOCK;
    private int full;
    private float current;
    private int inCurrent;
    private long samples;

    /**
     * Hears more of a track.
     *
     * @param pcm interleaved, full scale is 1
     */
    void add(float[] pcm, int frames, int channels) {
        int at = 0;
        for (int frame = 0; frame < frames; frame++) {
            for (int channel = 0; channel < channels; channel++) {
                current = Math.max(current, Math.abs(pcm[at++]));
            }
            if (++inCurrent == samplesInBlock) {
                endBlock();
            }
        }
        samples += frames;
    }

    /** Samples heard, of one channel. */
    long samples() {
        return samples;
    }

    /**
     * The peak of each of {@code count} even stretches, 0 to {@link #MOST}.
     */
    List<Integer> of(int count) {
        float[] all = Arrays.copyOf(blocks, full + 1);
        all[full] = current;
        int used = inCurrent > 0 ? full + 1 : full;
        List<Integer> peaks = new ArrayList<>(count);
        for (int stretch = 0; stretch < count; stretch++) {
            int from = (int) ((long) used * stretch / count);
            int to = Math.max(from + 1, (int) Math.ceilDiv((long) used * (stretch + 1), count));
            float highest = 0;
            for (int block = from; block < Math.min(to, used); block++) {
                highest = Math.max(highest, all[block]);
            }
            peaks.add((int) Math.clamp(Math.ceil(MOST * (highest - SILENCE)), 0, MOST));
        }
        return peaks;
    }

    private void endBlock() {
        blocks[full++] = current;
        current = 0;
        inCurrent = 0;
        // One place stays free for the block under way.
        if (full == BLOCKS - 1) {
            halve();
        }
    }

    private void halve() {
        int pairs = full / 2;
        for (int pair = 0; pair < pairs; pair++) {
            blocks[pair] = Math.max(blocks[2 * pair], blocks[2 * pair + 1]);
        }
        if (full % 2 == 1) {
            current = blocks[full - 1];
            inCurrent = samplesInBlock;
        }
        full = pairs;
        samplesInBlock *= 2;
    }
}
