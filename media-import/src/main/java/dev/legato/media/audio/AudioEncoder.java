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

    /** What was made of a track, and what was heard in it. */
    public record Completed(List<Encoded> encoded, AudioAnalysis analysis) {
        public Completed {
            encoded = List.copyOf(encoded);
        }
    }

    /**
     * Encodes and packages. It may take as long as the music lasts for each rendition, and a minute.
     *
     * @return in the order of {@code formats}; the files are the caller's
     */
    public List<Encoded> encode(Path input, AudioInfo info, List<RenditionFormat> formats, Workspace workspace)
            throws IOException, InterruptedException {
        List<Path> plain = newFiles(formats, workspace);
        try {
            byte[] _ = ffmpeg.run(limit(info, formats), arguments(input, info, formats, plain));
            return packaged(formats, plain, workspace);
        } finally {
            delete(plain);
        }
    }

    /** Encodes as {@link #encode} does, and measures meanwhile. */
    public Completed encodeAndAnalyse(Path input, AudioInfo info, List<RenditionFormat> formats, Workspace workspace)
            throws IOException, InterruptedException {
        List<Path> plain = newFiles(formats, workspace);
        Path momentary = workspace.newFile("txt");
        Path shortTerm = workspace.newFile("txt");
        try {
            List<String> arguments = arguments(input, info, formats, plain);
            arguments.addAll(List.of("-map", "0:a:0", "-af"));
            arguments.add(LoudnessReport.filter(name(momentary), name(shortTerm)));
            arguments.addAll(List.of("-f", "s16le", "pipe:1"));
            Ffmpeg.Finished<Peaks> finished = ffmpeg.analyse(
                    limit(info, formats), workspace.folder(), arguments, (pcm, _) -> Peaks.read(pcm, info.channels()));
            AudioAnalysis analysis = new AudioAnalysis(
                    LoudnessReport.read(finished.messages(), momentary, shortTerm),
                    finished.output().of(AudioAnalysis.PEAKS),
                    finished.output().samples());
            return new Completed(packaged(formats, plain, workspace), analysis);
        } finally {
            delete(plain);
            delete(List.of(momentary, shortTerm));
        }
    }

    private static Duration limit(AudioInfo info, List<RenditionFormat> formats) {
        return LEAST.plusMillis(info.durationMs() * (1 + formats.size()));
    }

    private static List<Path> newFiles(List<RenditionFormat> formats, Workspace workspace) {
        return formats.stream().map(_ -> workspace.newFile("mp4")).toList();
    }

    private static List<Encoded> packaged(List<RenditionFormat> formats, List<Path> plain, Workspace workspace)
            throws IOException {
        List<Encoded> encoded = new ArrayList<>();
        for (int index = 0; index < formats.size(); index++) {
            Path file = workspace.newFile("m4a");
            encoded.add(new Encoded(formats.get(index), file, Packaging.repackage(plain.get(index), file)));
            Files.deleteIfExists(plain.get(index));
        }
        return encoded;
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<String> arguments(Path input, AudioInfo info, List<RenditionFormat> formats, List<Path> plain) {
        List<String> arguments = new ArrayList<>(List.of("-threads", "1", "-i", "file:" + input.toAbsolutePath()));
        for (int index = 0; index < formats.size(); index++) {
            arguments.addAll(output(info, formats.get(index), plain.get(index)));
        }
        return arguments;
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
