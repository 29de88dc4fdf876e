package dev.legato.media.mp4;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of samples that becomes one fragment.
 *
 * @param first its first sample
 * @param end the sample behind its last
 * @param decodeTime of its first sample, from the first of all
 * @param duration of what is heard of it
 * @param bytes of its samples
 */
record Segment(int first, int end, long decodeTime, int duration, int bytes) {
    private static final int SECONDS = 4;

    /** A rest shorter than this stays with the segment before it. */
    private static final int LEAST_SECONDS = 1;

    /** As many as one {@code sidx} can count. */
    private static final int MOST = 0xffff;

    /**
     * Cuts audio where the music has played for each whole multiple of 4 s, at the first sample that begins there or
     * later. Every rendition of a track is cut at the same times, to within a sample.
     */
    static List<Segment> cut(EncodedAudio audio) throws IOException {
        long step = (long) SECONDS * audio.timescale();
        long lastCut = audio.total() - (long) LEAST_SECONDS * audio.timescale();
        List<Segment> segments = new ArrayList<>();
        int first = 0;
        long start = 0;
        long time = 0;
        int bytes = 0;
        long next = step;
        for (int sample = 0; sample < audio.count(); sample++) {
            if (time - audio.delay() >= next && next <= lastCut) {
                segments.add(of(audio, first, sample, start, time, bytes));
                first = sample;
                start = time;
                bytes = 0;
                next += step;
            }
            time += audio.duration(sample);
            bytes = Math.addExact(bytes, audio.size(sample));
        }
        segments.add(of(audio, first, audio.count(), start, time, bytes));
        if (segments.size() > MOST) {
            throw new IOException("longer than %d h".formatted((long) MOST * SECONDS / 3600));
        }
        return segments;
    }

    private static Segment of(EncodedAudio audio, int first, int end, long start, long stop, int bytes) {
        long heard = Math.max(0, stop - audio.delay()) - Math.max(0, start - audio.delay());
        return new Segment(first, end, start, Math.toIntExact(heard), bytes);
    }
}
