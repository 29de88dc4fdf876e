package dev.legato.media.audio;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ffprobe sees in a file's first audio stream.
 *
 * @param codec ffmpeg's name, such as {@code flac} or {@code aac}
 * @param profile such as {@code LC} or {@code HE-AAC}, or null
 * @param sampleRate in Hz
 * @param sampleBits of a sample as coded, or 0 where the codec has no such number
 * @param durationMs in milliseconds
 * @param bitrate average, in bits per second
 * @param coverStream the index of the stream that holds the embedded cover, or null
 * @param tags by lower-case name, the container's before the stream's
 */
public record AudioInfo(
        String codec,
        @Nullable String profile,
        int sampleRate,
        int sampleBits,
        int channels,
        long durationMs,
        int bitrate,
        @Nullable Integer coverStream,
        Map<String, String> tags) {
    private static final Set<String> LOSSLESS = Set.of(
            "flac",
            "alac",
            "ape",
            "tta",
            "wavpack",
            "wmalossless",
            "pcm_u8",
            "pcm_s8",
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s24be");
    private static final int MAX_CHANNELS = 8;
    private static final int MAX_SAMPLE_BITS = 24;

    public AudioInfo {
        tags = Map.copyOf(tags);
    }

    /** Whether FLAC holds all of it; it has neither floats nor more than 24 bits and 8 channels. */
    public boolean isLossless() {
        return LOSSLESS.contains(codec) && channels <= MAX_CHANNELS && sampleBits <= MAX_SAMPLE_BITS;
    }
}
