package dev.legato.media.audio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over the encoded packets of a file's first audio stream (over the samples, for PCM). Tags, covers and the
 * container's padding are no part of it, so retagging, renaming and moving a file keep the digest.
 */
public final class AudioDigest {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PREFIX = "SHA256=";

    private final Ffmpeg ffmpeg;

    public AudioDigest(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** The digest's 32 bytes. */
    public byte[] of(Path file) throws IOException, InterruptedException {
        String output = new String(
                        ffmpeg.run(
                                LIMIT,
                                List.of(
                                        "-i",
                                        "file:" + file.toAbsolutePath(),
                                        "-map",
                                        "0:a:0",
                                        "-c",
                                        "copy",
                                        "-f",
                                        "hash",
                                        "-hash",
                                        "sha256",
                                        "pipe:1")),
                        StandardCharsets.US_ASCII)
                .strip();
        if (!output.startsWith(PREFIX)) {
            throw new FfmpegException("has no audio to identify it by");
        }
        return HexFormat.of().parseHex(output, PREFIX.length(), output.length());
    }
}
