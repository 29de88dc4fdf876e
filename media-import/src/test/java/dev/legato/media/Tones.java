package dev.legato.media;

import dev.legato.media.audio.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small music files, made by the real ffmpeg. */
final class Tones {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Ffmpeg ffmpeg;

    Tones() throws IOException {
        ffmpeg = Ffmpeg.load();
    }

    /** A tone of two seconds in the format of the file's name. */
    void write(Path file, int hertz, Map<String, String> tags) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-f", "lavfi", "-i", "sine=frequency=%d:duration=2:sample_rate=44100".formatted(hertz), "-ac", "2"));
        String name = file.toString();
        if (name.endsWith(".ogg")) {
            arguments.addAll(List.of("-c:a", "vorbis", "-strict", "-2"));
        } else if (name.endsWith(".aiff")) {
            arguments.addAll(List.of("-write_id3v2", "1"));
        }
        tags.forEach((key, value) -> arguments.addAll(List.of("-metadata", key + "=" + value)));
        arguments.addAll(List.of("-y", "file:" + file.toAbsolutePath()));
        Files.createDirectories(file.resolveSibling(""));
        byte[] _ = ffmpeg.run(LIMIT, arguments);
    }

    /** A stereo sine of 1 kHz with a given peak. */
    void writeLevel(Path file, int peakDb, int seconds) throws IOException, InterruptedException {
        double amplitude = Math.pow(10, peakDb / 20.0);
        String sine =
                "aevalsrc=%1$s*sin(2*PI*1000*t)|%1$s*sin(2*PI*1000*t):s=48000:d=%2$d".formatted(amplitude, seconds);
        byte[] _ = ffmpeg.run(LIMIT, List.of("-f", "lavfi", "-i", sine, "-y", "file:" + file.toAbsolutePath()));
    }

    /** The same audio with other tags. */
    void retag(Path from, Path to, Map<String, String> tags) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("-i", "file:" + from.toAbsolutePath(), "-map", "0:a", "-c", "copy", "-map_metadata", "-1"));
        tags.forEach((key, value) -> arguments.addAll(List.of("-metadata", key + "=" + value)));
        arguments.addAll(List.of("-y", "file:" + to.toAbsolutePath()));
        byte[] _ = ffmpeg.run(LIMIT, arguments);
    }

    /** A picture of one colour. */
    void picture(Path file, int width, int height) throws IOException, InterruptedException {
        byte[] _ = ffmpeg.run(
                LIMIT,
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "color=c=teal:s=%dx%d".formatted(width, height),
                        "-frames:v",
                        "1",
                        "-update",
                        "1",
                        "-y",
                        "file:" + file.toAbsolutePath()));
    }

    /** Whether ffmpeg can decode a file to its end. */
    boolean decodes(Path file) throws InterruptedException {
        try {
            byte[] _ = ffmpeg.run(
                    LIMIT, List.of("-xerror", "-i", "file:" + file.toAbsolutePath(), "-map", "0:a", "-f", "null", "-"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
