package dev.legato.demo;

import dev.legato.demo.score.Performance;
import dev.legato.demo.score.Performer;
import dev.legato.demo.score.Score;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.source.MusicSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The music of a first start: each piece is rendered when the import comes to it, so that the first can be played while
 * the others are still to be heard, and kept as FLAC in a folder, so that no later start renders it again.
 *
 * <p>The same JDK and ffmpeg give the same bytes on every machine, hence the same track ids.
 */
public final class DemoMusic implements MusicSource {
    private static final String ENSEMBLE = "The Legato Ensemble";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final double TARGET_LOUDNESS = 0.11;
    private static final double HIGHEST_PEAK = 0.89;
    private static final double FADE_SECONDS = 2.5;

    private final Path folder;
    private final Orchestra orchestra = new Orchestra();

    /**
     * Demo music kept in a folder.
     *
     * @param folder created when needed, such as {@code data/demo-music}
     */
    public DemoMusic(Path folder) {
        this.folder = folder;
    }

    @Override
    public Path place() {
        return folder;
    }

    @Override
    public List<Item> scan() {
        List<List<Item>> albums = new ArrayList<>();
        for (DemoAlbum album : DemoAlbum.values()) {
            List<Item> items = new ArrayList<>();
            for (String name : album.scores()) {
                items.add(item(album, name, items.size() + 1));
            }
            albums.add(items);
        }
        // The first pieces of all albums come first, so that every album soon has something to play.
        List<Item> all = new ArrayList<>();
        while (!albums.stream().allMatch(List::isEmpty)) {
            for (List<Item> album : albums) {
                if (!album.isEmpty()) {
                    all.add(album.removeFirst());
                }
            }
        }
        return all;
    }

    private Item item(DemoAlbum album, String name, int number) {
        Score score = DemoScores.load(name);
        String file = "%s/%02d %s.flac".formatted(album.title(), number, score.title());
        return new Music(
                file,
                rendering -> {
                    Path path = folder.resolve(file);
                    if (!Files.exists(path)) {
                        rendering.run();
                        render(album, score, number, path);
                    }
                    return path;
                },
                List.of());
    }

    private void render(DemoAlbum album, Score score, int number, Path file) throws IOException, InterruptedException {
        Ffmpeg ffmpeg = Ffmpeg.load();
        Path home = Files.createDirectories(file.resolveSibling(""));
        Path cover = cover(album, home);
        // The same names each time: what a killed run has left is written over, not kept beside.
        Path raw = file.resolveSibling(".%d.f32".formatted(number));
        Path flac = file.resolveSibling(".%d.flac".formatted(number));
        try {
            Synthesizer.Rendered rendered;
            Performance performance = Performer.perform(score);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(raw), 1 << 16)) {
                rendered = Synthesizer.render(orchestra, score, performance, out);
            }
            byte[] _ = ffmpeg.run(LIMIT, arguments(raw, cover, flac, album, score, number, rendered));
            Files.move(flac, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(raw);
            Files.deleteIfExists(flac);
        }
    }

    private static List<String> arguments(
            Path raw, Path cover, Path flac, DemoAlbum album, Score score, int number, Synthesizer.Rendered rendered) {
        double seconds = (double) rendered.frames() / Synthesizer.SAMPLE_RATE;
        double gain = Math.min(TARGET_LOUDNESS / rendered.loudness(), HIGHEST_PEAK / rendered.peak());
        String filter = "volume=%s,afade=t=out:st=%s:d=%s".formatted(gain, seconds - FADE_SECONDS, FADE_SECONDS);
        List<String> arguments = new ArrayList<>();
        // Without the processor's special instructions the encoder decides the same everywhere.
        arguments.addAll(List.of("-cpuflags", "0"));
        arguments.addAll(List.of("-f", "f32le", "-ar", Integer.toString(Synthesizer.SAMPLE_RATE)));
        arguments.addAll(List.of("-ch_layout", "stereo", "-i", "file:" + raw.toAbsolutePath()));
        arguments.addAll(List.of("-i", "file:" + cover.toAbsolutePath()));
        arguments.addAll(List.of("-map", "0:a", "-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic"));
        arguments.addAll(List.of("-af", filter, "-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "5"));
        arguments.addAll(List.of("-threads", "1", "-fflags", "+bitexact", "-flags:a", "+bitexact"));
        tag(arguments, "title", score.title());
        tag(arguments, "artist", score.composer());
        tag(arguments, "composer", score.composer());
        tag(arguments, "performer", ENSEMBLE);
        tag(arguments, "album", album.title());
        tag(arguments, "album_artist", ENSEMBLE);
        tag(arguments, "track", "%d/%d".formatted(number, album.scores().size()));
        tag(arguments, "date", Integer.toString(score.year()));
        tag(arguments, "genre", score.genre());
        arguments.addAll(List.of("-f", "flac", "-y", "file:" + flac.toAbsolutePath()));
        return arguments;
    }

    private static void tag(List<String> arguments, String name, String value) {
        arguments.addAll(List.of("-metadata", name + "=" + value));
    }

    /** The album's cover, painted once; several pieces of an album may be rendered at a time. */
    private static synchronized Path cover(DemoAlbum album, Path home) throws IOException {
        Path cover = home.resolve("cover.jpg");
        if (!Files.exists(cover)) {
            Path aside = home.resolve(".cover.jpg");
            try {
                CoverPainter.paint(album.motif(), aside);
                Files.move(aside, cover, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(aside);
            }
        }
        return cover;
    }
}
