package dev.legato.media.mp4;

import java.nio.charset.StandardCharsets;

/** One coded audio track: its samples (packets, in other words), one behind the other in a file. */
final class EncodedAudio {
    private final int timescale;
    private final byte[] sampleDescription;
    private final int roll;
    private final long delay;
    private final int[] sizes;
    private final int[] durations;
    private final long offset;

    /**
     * Audio in a file.
     *
     * @param timescale the sample rate
     * @param sampleDescription the whole {@code stsd} box
     * @param roll samples to decode before one that is sought, negative; 0 if none (ISO/IEC 14496-12 §10.1)
     * @param delay what the encoder put before the music, in the timescale
     * @param sizes of the samples in bytes
     * @param durations of the samples in the timescale; those of the last one without padding
     * @param offset of the first sample in the file
     */
    EncodedAudio(
            int timescale, byte[] sampleDescription, int roll, long delay, int[] sizes, int[] durations, long offset) {
        this.timescale = timescale;
        this.sampleDescription = sampleDescription;
        this.roll = roll;
        this.delay = delay;
        this.sizes = sizes;
        this.durations = durations;
        this.offset = offset;
    }

    int timescale() {
        return timescale;
    }

    byte[] sampleDescription() {
        return sampleDescription;
    }

    /** Whether its sample entry, behind two headers and a count, is MPEG-4 audio. */
    boolean isMpeg4() {
        return new String(sampleDescription, 20, 4, StandardCharsets.ISO_8859_1).equals("mp4a");
    }

    int roll() {
        return roll;
    }

    long delay() {
        return delay;
    }

    int count() {
        return sizes.length;
    }

    int size(int sample) {
        return sizes[sample];
    }

    int duration(int sample) {
        return durations[sample];
    }

    long offset() {
        return offset;
    }

    /** The duration of every sample but the last ones. */
    int usualDuration() {
        return durations[0];
    }

    /** The music's duration, without what the encoder added. */
    long total() {
        long sum = -delay;
        for (int duration : durations) {
            sum += duration;
        }
        return sum;
    }
}
