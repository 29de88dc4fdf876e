package dev.legato.edge.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bytes of a file one second of audio takes.
 *
 * <p>A rendition is named after its bitrate, {@code {codec}-{kbit/s}.{extension}}: {@code aac-160.m4a}. A FLAC file
 * says in its first block, STREAMINFO (RFC 9639 §8.2), how long it plays. The rate of other files is not known.
 */
public final class AudioRate {
    /** The rate of files that are no audio, or of which it is not known. */
    static final long UNKNOWN = 0;

    private static final Pattern NAME = Pattern.compile("(?:.*/)?[a-z0-9]+-([0-9]{2,4})\\.[a-z0-9]+");
    private static final int BYTES_PER_KILOBIT = 1000 / 8;
    private static final int FLAC_MARKER = 0x664c6143;
    private static final int STREAMINFO_RATE_AT = 18;
    private static final int SAMPLE_RATE_SHIFT = 44;
    private static final long TOTAL_SAMPLES = (1L << 36) - 1;

    private AudioRate() {}

    /** @return bytes per second; {@link #UNKNOWN} if neither name nor content shows it */
    public static long of(String key, FileChannel channel, long size) {
        Matcher name = NAME.matcher(key);
        if (name.matches()) {
            return Long.parseLong(name.group(1)) * BYTES_PER_KILOBIT;
        }
        return key.endsWith(".flac") ? flac(channel, size) : UNKNOWN;
    }

    private static long flac(FileChannel channel, long size) {
        ByteBuffer head = ByteBuffer.allocate(STREAMINFO_RATE_AT + Long.BYTES);
        try {
            if (channel.read(head, 0) < head.capacity() || head.getInt(0) != FLAC_MARKER) {
                return UNKNOWN;
            }
        } catch (IOException _) {
            return UNKNOWN; // the sender meets the error again and reports it
        }
        long packed = head.getLong(STREAMINFO_RATE_AT);
        long sampleRate = packed >>> SAMPLE_RATE_SHIFT;
        long samples = packed & TOTAL_SAMPLES;
        return samples == 0 || size > Long.MAX_VALUE / (sampleRate + 1) ? UNKNOWN : size * sampleRate / samples;
    }
}
