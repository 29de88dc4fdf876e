package dev.legato.media.audio;

import dev.legato.media.mp4.Packaging;
import dev.legato.media.mp4.Packaging.Packaged;
import dev.legato.media.store.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes a file's first audio stream into {@link RenditionFormat}s: the lossy ones in at most two channels and 48 kHz,
 * the lossless one as the source is. One run decodes once for all of them.
 */
public final class AudioEncoder {
    private static final Duration LEAST = Duration.ofMinutes(1);

    /** Of the lossy renditions. */
    public static final int MAX_CHANNELS = 2;

    private static final int MAX_SAMPLE_RATE = 48_000;

    private final Ffmpeg ffmpeg;

    public AudioEncoder(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** An encoded file in the workspace, and how it is laid out. */
    public record Encoded(RenditionFormat format, Path file, Packaged packaged) {}

    /**
     * Encodes and packages. It may take as long as the music lasts for each rendition, and a minute.
     *
     * @return in the order of {@code formats}; the files are the caller's
     */
    public List<Encoded> encode(Path input, AudioInfo info, List<RenditionFormat> formats, Workspace workspace)
            throws IOException, InterruptedException {
        List<Path> plain = formats.stream().map(_ -> workspace.newFile("mp4")).toList();
        List<Encoded> encoded = new ArrayList<>();
        try {
            List<String> arguments = new ArrayList<>(List.of("-threads", "1", "-i", "file:" + input.toAbsolutePath()));
            for (int index = 0; index < formats.size(); index++) {
                arguments.addAll(output(info, formats.get(index), plain.get(index)));
            }
            byte[] _ = ffmpeg.run(LEAST.plusMillis(info.durationMs() * formats.size()), arguments);
            for (int index = 0; index < formats.size(); index++) {
                Path file = workspace.newFile("m4a");
                encoded.add(new Encoded(formats.get(index), file, Packaging.repackage(plain.get(index), file)));
                Files.deleteIfExists(plain.get(index));
            }
            return encoded;
        } finally {
            for (Path file : plain) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<String> output(AudioInfo info, RenditionFormat format, Path file) {
        List<String> arguments =
                new ArrayList<>(List.of("-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1"));
        arguments.addAll(List.of("-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"));
        if (!format.lossless() && info.channels() > MAX_CHANNELS) {
            arguments.addAll(List.of("-ac", Integer.toString(MAX_CHANNELS)));
        }
        if (!format.lossless() && info.sampleRate() > MAX_SAMPLE_RATE) {
            arguments.addAll(List.of("-ar", Integer.toString(MAX_SAMPLE_RATE)));
        }
        boolean same = format.lossless() && info.codec().equals("flac");
        arguments.addAll(same ? List.of("-c:a", "copy") : format.arguments());
        arguments.addAll(List.of("-f", "mp4", "-y", "file:" + file.toAbsolutePath()));
        return arguments;
    }
}
