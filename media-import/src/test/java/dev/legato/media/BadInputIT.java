package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.FileOutcome;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.FolderSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table of {@code docs/bad-input.md}, imported in one run beside a good file. */
@Timeout(120)
class BadInputIT {
    private static final Ladder LADDER =
            new Ladder(List.of(RenditionFormat.parse("aac-96"), RenditionFormat.parse("flac")));

    @TempDir
    Path folder;

    private final Tones tones;
    private final Ffmpeg ffmpeg;
    private Path music;

    BadInputIT() throws IOException {
        tones = new Tones();
        ffmpeg = Ffmpeg.load();
    }

    /** Makes the bad input. */
    private interface Maker {
        void make() throws Exception;
    }

    /**
     * One of the table.
     *
     * @param line that the closing report must have, or empty if the file is imported without a word
     */
    private record Case(String name, Maker maker, String line) {}

    private List<Case> cases() {
        return List.of(
                new Case("truncated.flac", () -> cut("truncated.flac", 0.5), "  truncated.flac: lasts "),
                new Case("head.flac", () -> cut("head.flac", 0.001), "  failed: head.flac: "),
                new Case(
                        "empty.mp3",
                        () -> Files.createFile(music.resolve("empty.mp3")),
                        "  failed: empty.mp3: an empty file"),
                new Case(
                        "noise.mp3",
                        () -> Files.writeString(music.resolve("noise.mp3"), "no music\n".repeat(500)),
                        "  failed: noise.mp3: "),
                new Case("wave.mp3", this::mislabelled, "  failed: wave.mp3: holds wav, which is not what .mp3 says"),
                new Case("secret.m4a", this::encrypted, "  failed: secret.m4a: is encrypted"),
                new Case(
                        "film.mp4",
                        () -> synthesise("film.mp4", "testsrc=s=64x64:d=1", "-c:v", "mpeg4"),
                        "  failed: film.mp4: holds a video (expected: audio)"),
                new Case("fine.wav", () -> synthesise("fine.wav", "sine=f=330:d=1:r=192000", "-c:a", "pcm_s24le"), ""),
                new Case("mono.mp3", () -> synthesise("mono.mp3", "sine=f=340:d=1", "-ac", "1"), ""),
                new Case("surround.flac", () -> synthesise("surround.flac", "sine=f=350:d=1", "-ac", "6"), ""),
                new Case("line\nend 🎵.mp3", () -> synthesise("line\nend 🎵.mp3", "sine=f=360:d=1"), ""),
                new Case(
                        "album/a.mp3", this::largeCover, "  cover not used: album/cover.jpg: 50 MiB (expected: <= 32)"),
                new Case(
                        "loop",
                        () -> Files.createSymbolicLink(music.resolve("loop"), music),
                        "  failed: loop: a link that leads back to itself"),
                new Case(
                        "nowhere",
                        () -> Files.createSymbolicLink(music.resolve("nowhere"), Path.of("gone")),
                        "  failed: nowhere: a link to nowhere"));
    }

    @Test
    void run_everyBadInput_hasItsOutcomeAndItsLine() throws Exception {
        music = Files.createDirectories(folder.resolve("music"));
        for (Case one : cases()) {
            one.maker().make();
        }
        ImportReport report;
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            Places places = new Places(folder.resolve("objects"), folder.resolve("index"), catalogue.uri());
            report = new MediaImporter(places, LADDER, () -> "token", 2, Clock.systemUTC())
                    .run(new FolderSource(music), ImportProgress.NONE);
        }
        String lines = "\n" + String.join("\n", report.lines()) + "\n";
        List<String> silent = new ArrayList<>();
        for (Case one : cases()) {
            assertTrue(lines.contains("\n" + one.line()), one + " in" + lines);
            if (!one.line().startsWith("  failed")) {
                silent.add(FileNames.forPeople(one.name()));
            }
        }
        assertEquals(
                silent.stream().sorted().toList(),
                report.imported().stream()
                        .map(FileOutcome.Imported::name)
                        .sorted()
                        .toList(),
                lines);
        assertEquals(cases().size() - silent.size(), report.failed().size(), lines);
    }

    private void synthesise(String name, String source, String... options) throws Exception {
        Path plain = folder.resolve("plain" + name.substring(name.lastIndexOf('.')));
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-y", "file:" + plain));
        byte[] _ = ffmpeg.run(Duration.ofSeconds(30), arguments);
        Files.move(plain, music.resolve(name));
    }

    private void cut(String name, double part) throws Exception {
        tones.write(music.resolve(name), 500 + name.length(), Map.of());
        try (RandomAccessFile file = new RandomAccessFile(music.resolve(name).toFile(), "rw")) {
            file.setLength((long) (file.length() * part));
        }
    }

    private void mislabelled() throws Exception {
        synthesise("wave.wav", "sine=f=370:d=1");
        Files.move(music.resolve("wave.wav"), music.resolve("wave.mp3"));
    }

    private void encrypted() throws Exception {
        String key = "00112233445566778899aabbccddeeff";
        synthesise(
                "secret.m4a",
                "sine=f=380:d=1",
                "-encryption_scheme",
                "cenc-aes-ctr",
                "-encryption_key",
                key,
                "-encryption_kid",
                key);
    }

    private void largeCover() throws Exception {
        Files.createDirectories(music.resolve("album"));
        synthesise("album/a.mp3", "sine=f=390:d=1");
        try (RandomAccessFile cover =
                new RandomAccessFile(music.resolve("album/cover.jpg").toFile(), "rw")) {
            cover.setLength(50 << 20);
        }
    }
}
