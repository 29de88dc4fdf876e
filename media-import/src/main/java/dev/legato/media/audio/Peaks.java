package dev.legato.media.audio;

import java.io.IOException;
import java.io.InputStream;
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
    private static final int BUFFER = 1 << 16;
    private static final int LOUDEST_SAMPLE = Short.MAX_VALUE;

    private final int channels;
    private final int[] blocks = new int[BLOCKS];
    private int samplesInBlock = FIRST_BLOCK;
    private int full;
    private int current;
    private int inCurrent;
    private long samples;

    private Peaks(int channels) {
        this.channels = channels;
    }

    /** Reads 16-bit little-endian samples to their end. */
    static Peaks read(InputStream pcm, int channels) throws IOException {
        Peaks peaks = new Peaks(channels);
        int frame = channels * Short.BYTES;
        byte[] buffer = new byte[BUFFER / frame * frame];
        for (int read = buffer.length; read == buffer.length; ) {
            read = pcm.readNBytes(buffer, 0, buffer.length);
            peaks.add(buffer, read / frame);
        }
        return peaks;
    }

    /** Samples read, of one channel. */
    long samples() {
        return samples;
    }

    /**
     * The peak of each of {@code count} even stretches, 0 to {@link #MOST}.
     */
    List<Integer> of(int count) {
        int[] all = Arrays.copyOf(blocks, full + 1);
        all[full] = current;
        int used = inCurrent > 0 ? full + 1 : full;
        List<Integer> peaks = new ArrayList<>(count);
        for (int stretch = 0; stretch < count; stretch++) {
            int from = (int) ((long) used * stretch / count);
            int to = Math.max(from + 1, (int) Math.ceilDiv((long) used * (stretch + 1), count));
            int highest = 0;
            for (int block = from; block < Math.min(to, used); block++) {
                highest = Math.max(highest, all[block]);
            }
            peaks.add(Math.min(MOST, Math.ceilDiv(highest * MOST, LOUDEST_SAMPLE)));
        }
        return peaks;
    }

    private void add(byte[] pcm, int frames) {
        int at = 0;
        for (int frame = 0; frame < frames; frame++) {
            for (int channel = 0; channel < channels; channel++) {
                int sample = (short) ((pcm[at] & 0xff) | (pcm[at + 1] << 8));
                current = Math.max(current, Math.abs(sample));
                at += Short.BYTES;
            }
            if (++inCurrent == samplesInBlock) {
                endBlock();
            }
        }
        samples += frames;
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
