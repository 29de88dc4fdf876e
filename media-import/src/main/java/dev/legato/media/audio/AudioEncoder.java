package dev.legato.media.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Encodes a file's first audio stream into a {@link RenditionFormat}, in at most two channels and 48 kHz. */
public final class AudioEncoder {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final int MAX_CHANNELS = 2;
    private static final int MAX_SAMPLE_RATE = 48_000;

    private final Ffmpeg ffmpeg;

    public AudioEncoder(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** Writes {@code output}; it may take as long as the music lasts, and a minute. */
    public void encode(Path input, AudioInfo info, RenditionFormat format, Path output)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-threads",
                "1",
                "-i",
                "file:" + input.toAbsolutePath(),
                "-map",
                "0:a:0",
                "-map_metadata",
                "-1",
                "-map_chapters",
                "-1",
                "-fflags",
                "+bitexact",
                "-threads",
                "1"));
        if (info.channels() > MAX_CHANNELS) {
            arguments.addAll(List.of("-ac", Integer.toString(MAX_CHANNELS)));
        }
        if (info.sampleRate() > MAX_SAMPLE_RATE) {
            arguments.addAll(List.of("-ar", Integer.toString(MAX_SAMPLE_RATE)));
        }
        arguments.addAll(format.arguments());
        arguments.addAll(List.of("-y", "file:" + output.toAbsolutePath()));
        byte[] _ = ffmpeg.run(LEAST.plusMillis(info.durationMs()), arguments);
    }
}
