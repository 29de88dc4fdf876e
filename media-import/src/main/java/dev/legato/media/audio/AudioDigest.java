package dev.legato.media.audio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over the encoded packets of a file's first audio stream (over the samples, for PCM). Tags, covers and the
 * container's padding are no part of it, so retagging, renaming and moving a file keep the digest.
 */
public final class AudioDigest {
    private static final Duration LEAST = Duration.ofMinutes(5);
    /** Of a slow disk; ten hours of FLAC are 3 GB. */
    private static final long BYTES_A_SECOND = 4 << 20;

    private static final String PREFIX = "SHA256=";

    private final Ffmpeg ffmpeg;

    public AudioDigest(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** The digest's 32 bytes. */
    public byte[] of(Path file) throws IOException, InterruptedException {
        Duration limit = LEAST.plusSeconds(Files.size(file) / BYTES_A_SECOND);
        List<String> arguments = new ArrayList<>(Ffmpeg.music(file));
        arguments.addAll(List.of("-map", "0:a:0", "-c", "copy", "-f", "hash", "-hash", "sha256", "pipe:1"));
        String output = new String(ffmpeg.run(limit, arguments), StandardCharsets.US_ASCII).strip();
        if (!output.startsWith(PREFIX)) {
            throw new FfmpegException("has no audio to identify it by");
        }
        return HexFormat.of().parseHex(output, PREFIX.length(), output.length());
    }
}
