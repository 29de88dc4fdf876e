package dev.legato.media.audio;

import java.util.List;

/**
 * A form every track is encoded in.
 *
 * @param name as in the catalogue and in object keys
 * @param extension of the file, without the dot
 * @param contentType with codecs (RFC 6381)
 * @param arguments of ffmpeg between the mapping and the output
 */
public record RenditionFormat(String name, String extension, String contentType, List<String> arguments) {
    private static final String FRAGMENT_MICROSECONDS = "4000000";

    /** AAC-LC at 160 kbit/s in fragmented MP4, fragments of about 4 s, one {@code sidx} behind {@code moov}. */
    public static final RenditionFormat AAC_160 = new RenditionFormat(
            "aac-160",
            "m4a",
            "audio/mp4; codecs=\"mp4a.40.2\"",
            List.of(
                    "-c:a",
                    "aac",
                    "-b:a",
                    "160k",
                    "-frag_duration",
                    FRAGMENT_MICROSECONDS,
                    "-movflags",
                    "+frag_keyframe+empty_moov+default_base_moof+global_sidx",
                    "-f",
                    "mp4"));

    public RenditionFormat {
        arguments = List.copyOf(arguments);
    }
}
