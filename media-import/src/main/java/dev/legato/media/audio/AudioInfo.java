package dev.legato.media.audio;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ffprobe sees in a file's first audio stream.
 *
 * @param codec ffmpeg's name, such as {@code flac} or {@code aac}
 * @param profile such as {@code LC} or {@code HE-AAC}, or null
 * @param sampleRate in Hz
 * @param durationMs in milliseconds
 * @param bitrate average, in bits per second
 * @param coverStream the index of the stream that holds the embedded cover, or null
 * @param tags by lower-case name, the container's before the stream's
 */
public record AudioInfo(
        String codec,
        @Nullable String profile,
        int sampleRate,
        int channels,
        long durationMs,
        int bitrate,
        @Nullable Integer coverStream,
        Map<String, String> tags) {
    public AudioInfo {
        tags = Map.copyOf(tags);
    }
}
