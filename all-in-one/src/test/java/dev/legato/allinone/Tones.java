package dev.legato.allinone;

import dev.legato.media.audio.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A folder of short music, made for a test: one album of plain tones with titles one can search for. */
final class Tones {
    /** How long each tone sounds; half of it heard is a play. */
    static final Duration LENGTH = Duration.ofSeconds(12);

    static final String ARTIST = "The Test Signals";
    static final String ALBUM = "Sine Language";
    static final List<String> TITLES = List.of("Concert Pitch", "Middle C", "Perfect Fifth");

    private static final List<Integer> FREQUENCIES = List.of(440, 262, 392);

    private Tones() {}

    /** Writes the tones into a new folder. */
    static Path create(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Ffmpeg ffmpeg = Ffmpeg.load();
        for (int i = 0; i < TITLES.size(); i++) {
            byte[] output = ffmpeg.run(
                    Duration.ofSeconds(60),
                    List.of(
                            "-f",
                            "lavfi",
                            "-i",
                            "sine=frequency=%d:duration=%d".formatted(FREQUENCIES.get(i), LENGTH.toSeconds()),
                            "-ar",
                            "44100",
                            "-metadata",
                            "artist=" + ARTIST,
                            "-metadata",
                            "album=" + ALBUM,
                            "-metadata",
                            "title=" + TITLES.get(i),
                            "-metadata",
                            "track=" + (i + 1),
                            folder.resolve("%d.flac".formatted(i + 1)).toString()));
            assert output != null;
        }
        return folder;
    }
}
