package dev.legato.media.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Reads the samples of a track once and measures its length, peaks and loudness. */
final class PcmAnalyzer {
    private static final int STEREO = 2;
    /** What more than two channels are spread to, so that each is known by its place. */
    private static final String SURROUND = "7.1";

    private static final int SURROUND_CHANNELS = 8;
    private static final int BUFFER_FRAMES = 1 << 12;
    /** 30 dB above full scale. */
    private static final float LOUDEST = 32;

    private PcmAnalyzer() {}

    /** The arguments that make ffmpeg write samples in the form that {@link #analyze} reads. */
    static List<String> arguments(int channels) {
        return channels <= STEREO
                ? List.of("-f", "f32le", "pipe:1")
                : List.of("-af", "aformat=channel_layouts=" + SURROUND, "-f", "f32le", "pipe:1");
    }

    /**
     * Reads samples to their end.
     *
     * @param channels of the source
     * @param sampleRate in Hz
     */
    static AudioAnalysis analyze(InputStream pcm, int channels, int sampleRate) throws IOException {
        int heard = channels <= STEREO ? channels : SURROUND_CHANNELS;
        Peaks peaks = new Peaks();
        LoudnessMeter loudness = new LoudnessMeter(heard, sampleRate);
        byte[] bytes = new byte[BUFFER_FRAMES * heard * Float.BYTES];
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] samples = new float[BUFFER_FRAMES * heard];
        for (int read = bytes.length; read == bytes.length; ) {
            read = pcm.readNBytes(bytes, 0, bytes.length);
            int frames = read / Float.BYTES / heard;
            floats.get(0, samples, 0, frames * heard);
            for (int at = 0; at < frames * heard; at++) {
                // A file of floats may hold anything, and one sample that is no number would make all none.
                samples[at] = Float.isNaN(samples[at]) ? 0 : Math.clamp(samples[at], -LOUDEST, LOUDEST);
            }
            peaks.add(samples, frames, heard);
            loudness.add(samples, frames);
        }
        return new AudioAnalysis(loudness.loudness(), peaks.of(AudioAnalysis.PEAKS), peaks.samples());
    }
}
