package dev.legato.media.audio;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form tracks are encoded in.
 *
 * @param name as in the settings, in the catalogue and in object keys, such as {@code aac-160}
 * @param codecs as RFC 6381 has them
 * @param lossless made of lossless sources only, with all their channels and samples
 * @param arguments of ffmpeg, which name the encoder
 */
public record RenditionFormat(String name, String codecs, boolean lossless, List<String> arguments) {
    private static final Pattern LOSSY = Pattern.compile("(aac|opus)-([1-9]\\d{1,2})");
    private static final int LEAST_KBITS = 16;
    private static final int MAX_KBITS = 512;

    public RenditionFormat {
        arguments = List.copyOf(arguments);
    }

    /**
     * The format of a name.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static RenditionFormat parse(String name) {
        if (name.equals("flac")) {
            return new RenditionFormat(name, "fLaC", true, List.of("-c:a", "flac", "-compression_level", "5"));
        }
        Matcher lossy = LOSSY.matcher(name);
        int kbits = lossy.matches() ? Integer.parseInt(lossy.group(2)) : 0;
        if (kbits < LEAST_KBITS || kbits > MAX_KBITS) {
            throw new IllegalArgumentException("'%s' (expected: flac, aac-N or opus-N, N from %d to %d kbit/s)"
                    .formatted(name, LEAST_KBITS, MAX_KBITS));
        }
        String rate = kbits + "k";
        return name.startsWith("aac")
                ? new RenditionFormat(name, "mp4a.40.2", false, List.of("-c:a", "aac", "-b:a", rate))
                : new RenditionFormat(name, "Opus", false, List.of("-c:a", "libopus", "-b:a", rate, "-ar", "48000"));
    }

    /** The file's name in a track's folder. */
    public String file() {
        return name + ".m4a";
    }

    /** The media type of a file of these codecs. */
    public static String contentType(String codecs) {
        return "audio/mp4; codecs=\"%s\"".formatted(codecs);
    }

    /** Whether a source is made this rendition of. */
    public boolean fits(AudioInfo source) {
        return !lossless || source.isLossless();
    }
}
