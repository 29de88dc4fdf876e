package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.AudioProbe;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import dev.legato.media.source.MusicSource.Music;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast music is imported, beside plain ffmpeg making the same renditions of the same files, as many at a time, in
 * turns: information, not a judgement. Time by the clock says something on a quiet machine only; processor time, of this
 * process and those it has started, says something on any.
 *
 * <p>Its music are the first four files of a folder, such as the demo music that {@code ./legato up} leaves in its data:
 *
 * <pre>mvn verify -pl media-import -am -Dtest=ImportBench -Dmusic=/legato/data/demo-music \
 *     -Dsurefire.failIfNoSpecifiedTests=false -DskipITs</pre>
 */
final class ImportBench {
    private static final int TRACKS = 4;
    private static final int ROUNDS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @Test
    void importAndPlainFfmpeg_inTurns() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.load();
        int cores = Runtime.getRuntime().availableProcessors();
        List<Path> music = new ArrayList<>();
        Path home = Files.createDirectories(folder.resolve("music"));
        for (var item : new FolderSource(Path.of(System.getProperty("music"))).scan()) {
            if (item instanceof Music file && music.size() < TRACKS) {
                Path name = Path.of(file.name()).getFileName();
                music.add(Files.copy(file.supply().file(() -> {}), home.resolve(name)));
            }
        }
        assertEquals(TRACKS, music.size());
        double seconds = 0;
        for (Path file : music) {
            AudioInfo info = new AudioProbe(ffmpeg).read(file);
            seconds += info.durationMs() / 1000.0;
        }
        IO.println("%d tracks of %.0f s in all; %d at a time; renditions %s"
                .formatted(TRACKS, seconds, cores, Ladder.DEFAULT));
        for (int round = 0; round < ROUNDS; round++) {
            Cost imported = imported(round, cores);
            Cost encoded = encoded(ffmpeg, music, cores, round);
            IO.println("import: %.1f tracks/min, %.1f x real time a core, %s"
                    .formatted(music.size() * 60 / imported.seconds(), seconds / imported.seconds() / cores, imported));
            IO.println("ffmpeg, same encodes: %s; the import took %s".formatted(encoded, imported.beside(encoded)));
        }
    }

    /** What a run took, by the clock and of the processors. */
    private record Cost(double seconds, double processorSeconds) {
        String beside(Cost other) {
            return "%+.1f %% by the clock, %+.1f %% of the processors"
                    .formatted(
                            100 * (seconds / other.seconds - 1), 100 * (processorSeconds / other.processorSeconds - 1));
        }

        @Override
        public String toString() {
            return "%.1f s, %.1f s of the processors".formatted(seconds, processorSeconds);
        }
    }

    private static Cost since(Cost start) throws IOException {
        Cost now = now();
        return new Cost(now.seconds - start.seconds, now.processorSeconds - start.processorSeconds);
    }

    /** utime, stime, cutime and cstime of proc_pid_stat(5), in hundredths of a second. */
    private static Cost now() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return new Cost(System.nanoTime() / 1e9, ticks / 100.0);
    }

    private Cost imported(int round, int cores) throws Exception {
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            Places places =
                    new Places(folder.resolve("objects" + round), folder.resolve("index" + round), catalogue.uri());
            Cost start = now();
            ImportReport report = new MediaImporter(places, Ladder.DEFAULT, () -> "token", cores, Clock.systemUTC())
                    .run(new FolderSource(folder.resolve("music")), ImportProgress.NONE);
            assertEquals(TRACKS, report.imported().size());
            return since(start);
        }
    }

    private Cost encoded(Ffmpeg ffmpeg, List<Path> music, int cores, int round) throws Exception {
        Cost start = now();
        try (ExecutorService workers = Executors.newFixedThreadPool(cores)) {
            List<Future<byte[]>> running = new ArrayList<>();
            for (int track = 0; track < music.size(); track++) {
                Path output = folder.resolve("plain-%d-%d".formatted(round, track));
                Files.createDirectories(output);
                List<String> arguments = arguments(music.get(track), output);
                running.add(workers.submit(() -> ffmpeg.run(LIMIT, arguments)));
            }
            for (Future<byte[]> one : running) {
                byte[] _ = one.get();
            }
        }
        return since(start);
    }

    private static List<String> arguments(Path input, Path output) {
        List<String> arguments = new ArrayList<>(List.of("-threads", "1", "-i", "file:" + input));
        for (RenditionFormat format : Ladder.DEFAULT.formats()) {
            arguments.addAll(List.of("-map", "0:a:0", "-threads", "1"));
            arguments.addAll(format.lossless() ? List.of("-c:a", "copy") : format.arguments());
            arguments.addAll(List.of("-f", "mp4", "-y", "file:" + output.resolve(format.file())));
        }
        return arguments;
    }
}
