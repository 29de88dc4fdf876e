package dev.legato.media.pipeline;

import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Limits;
import dev.legato.media.pipeline.CueCuts.Stretch;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts stretches out of a file, to the sample, into FLAC: bit for bit of a lossless source, in 16 bits what is decoded of
 * a lossy one.
 */
final class AudioCutter {
    private static final Duration LEAST = Duration.ofMinutes(2);

    private final Ffmpeg ffmpeg;

    AudioCutter(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * Decodes once for all. It may take as long as the music lasts, and two minutes.
     *
     * @return in the order of {@code stretches}; the files are the caller's
     * @throws dev.legato.media.audio.FfmpegException if the file cannot be decoded
     */
    List<Path> cut(Path input, AudioInfo info, List<Stretch> stretches, Workspace workspace)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-threads", "1"));
        arguments.addAll(Ffmpeg.music(input));
        List<Path> files = new ArrayList<>();
        for (Stretch stretch : stretches) {
            Path file = workspace.newFile("flac");
            files.add(file);
            arguments.addAll(List.of("-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1"));
            arguments.addAll(List.of("-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"));
            arguments.addAll(List.of("-af", filter(stretch), "-c:a", "flac", "-compression_level", "5"));
            if (!info.isLossless()) {
                arguments.addAll(List.of("-sample_fmt", "s16"));
            }
            arguments.addAll(List.of("-y", "file:" + file.toAbsolutePath()));
        }
        try {
            byte[] _ = ffmpeg.run(Limits.ofAudio(LEAST.plusMillis(info.durationMs()), info), arguments);
            return files;
        } catch (IOException | InterruptedException e) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    private static String filter(Stretch stretch) {
        String end = stretch.end() == Stretch.TO_THE_END ? "" : ":end_sample=" + stretch.end();
        return "atrim=start_sample=%d%s,asetpts=PTS-STARTPTS".formatted(stretch.start(), end);
    }
}
