package dev.legato.demo;

/** Sampled sound, from -1 to 1. */
final class Samples {
    private static final double HEADROOM = 0.95;

    private Samples() {}

    static double peak(double[] samples) {
        double peak = 0;
        for (double sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /**
     * Scaled to full size.
     *
     * @param sampleRate fades the last twentieth of a second out; 0 leaves a loop's end as it is
     */
    static float[] normalised(double[] samples, int sampleRate) {
        double scale = HEADROOM / Math.max(1e-9, peak(samples));
        int fade = sampleRate / 20;
        float[] scaled = new float[samples.length];
        for (int index = 0; index < samples.length; index++) {
            double out = Math.min(1, (double) (samples.length - index) / Math.max(1, fade));
            scaled[index] = (float) (samples[index] * scale * (fade == 0 ? 1 : out));
        }
        return scaled;
    }

    /** As 16-bit little-endian PCM. */
    static byte[] pcm16(float[] samples) {
        byte[] bytes = new byte[samples.length * 2];
        for (int index = 0; index < samples.length; index++) {
            int value = Math.round(samples[index] * Short.MAX_VALUE);
            bytes[2 * index] = (byte) value;
            bytes[2 * index + 1] = (byte) (value >> 8);
        }
        return bytes;
    }
}
