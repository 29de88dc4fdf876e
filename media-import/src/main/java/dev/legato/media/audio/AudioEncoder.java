package dev.legato.media.audio;

import dev.legato.media.mp4.Packaging;
import dev.legato.media.mp4.Packaging.Packaged;
import dev.legato.store.Workspace;
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
    /** The longest music there is; ffmpeg remembers each frame of a rendition until it has written the last. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** Of music, in all renditions that one run makes, which keeps its memory in bounds. */
    private static final Duration AT_ONCE = Duration.ofHours(12);

    private static final Duration LEAST = Duration.ofMinutes(1);
    /** Of the lossy renditions. */
    public static final int MAX_CHANNELS = 2;

    private static final int MAX_SAMPLE_RATE = 48_000;

    private static final String COPY = "copy";

    /**
     * Counts samples instead of believing the source's times, which jump and overlap where it is damaged or was joined
     * from parts: a rendition's frames are all of one length, and its music is as long as what was decoded.
     */
    private static final String CONTIGUOUS = "asetpts=round(N/SR/TB)";

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
        List<Path> plain = newFiles(formats, workspace, "mp4");
        try {
            for (int first = 0; first < formats.size(); first += atOnce(info)) {
                List<String> arguments = arguments(input, info, formats, plain, first);
                byte[] _ = ffmpeg.run(limits(info, formats), arguments);
            }
            return packaged(formats, plain, workspace);
        } finally {
            delete(plain);
        }
    }

    /** Encodes as {@link #encode} does, and listens meanwhile. */
    public Completed encodeAndAnalyse(Path input, AudioInfo info, List<RenditionFormat> formats, Workspace workspace)
            throws IOException, InterruptedException {
        int some = Math.min(formats.size(), atOnce(info));
        List<RenditionFormat> now = formats.subList(0, some);
        List<Path> plain = newFiles(now, workspace, "mp4");
        try {
            List<String> arguments = arguments(input, info, now, plain, 0);
            arguments.addAll(List.of("-map", "0:a:0"));
            arguments.addAll(PcmAnalyzer.arguments(info.channels()));
            AudioAnalysis analysis = ffmpeg.read(
                    limits(info, now), arguments, pcm -> PcmAnalyzer.analyze(pcm, info.channels(), info.sampleRate()));
            List<Encoded> encoded = new ArrayList<>(packaged(now, plain, workspace));
            encoded.addAll(encode(input, info, formats.subList(some, formats.size()), workspace));
            return new Completed(encoded, analysis);
        } finally {
            delete(plain);
        }
    }

    /** How many renditions one run may make. */
    private static int atOnce(AudioInfo info) {
        return Math.clamp(AT_ONCE.toMillis() / Math.max(1, info.durationMs()), 1, Integer.MAX_VALUE);
    }

    private static Limits limits(AudioInfo info, List<RenditionFormat> formats) {
        return Limits.ofAudio(LEAST.plusMillis(info.durationMs() * (1 + formats.size())), info);
    }

    private static List<Path> newFiles(List<RenditionFormat> formats, Workspace workspace, String extension) {
        return formats.stream().map(_ -> workspace.newFile(extension)).toList();
    }

    private static List<Encoded> packaged(List<RenditionFormat> formats, List<Path> plain, Workspace workspace)
            throws IOException {
        List<Encoded> encoded = new ArrayList<>();
        List<Path> files = newFiles(formats, workspace, "m4a");
        try {
            for (int index = 0; index < formats.size(); index++) {
                Path file = files.get(index);
                encoded.add(new Encoded(formats.get(index), file, Packaging.repackage(plain.get(index), file)));
                Files.deleteIfExists(plain.get(index));
            }
            return encoded;
        } catch (IOException e) {
            // Most likely for want of space, which the next track needs.
            delete(files);
            throw e;
        }
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** Of a run that makes as many renditions as it may, from {@code first} on. */
    private static List<String> arguments(
            Path input, AudioInfo info, List<RenditionFormat> formats, List<Path> plain, int first) {
        List<String> arguments = new ArrayList<>(List.of("-threads", "1"));
        arguments.addAll(Ffmpeg.music(input));
        int end = (int) Math.min(formats.size(), (long) first + atOnce(info));
        for (int index = first; index < end; index++) {
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
        List<String> codec = same ? List.of("-c:a", COPY) : format.arguments();
        if (!codec.contains(COPY)) {
            arguments.addAll(List.of("-af", CONTIGUOUS));
        }
        arguments.addAll(codec);
        arguments.addAll(List.of("-f", "mp4", "-y", "file:" + file.toAbsolutePath()));
        return arguments;
    }
}
