package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An import in a process of its own, killed with SIGKILL while it works, and run again. */
@Timeout(120)
class KilledImportIT {
    private static final int FILES = 4;

    @TempDir
    Path folder;

    @Test
    void run_afterAKill_finishesAndNeverShowedHalfAnObject() throws Exception {
        Tones tones = new Tones();
        Path music = folder.resolve("music");
        for (int file = 0; file < FILES; file++) {
            tones.write(music.resolve(file + ".wav"), 300 + 100 * file, Map.of("title", "Tone " + file));
        }
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            Process killed = start(catalogue, music);
            try (BufferedReader lines = killed.inputReader()) {
                // One file is through, the next ones are somewhere in between.
                while (true) {
                    String line = lines.readLine();
                    assertTrue(line != null, "the import ended before it was killed");
                    if (line.startsWith("[1/")) {
                        break;
                    }
                }
                killed.destroyForcibly();
            }
            assertTrue(killed.waitFor(20, TimeUnit.SECONDS));
            for (Path object : objects()) {
                assertTrue(isDocument(object) || tones.decodes(object), object + " is whole");
            }

            Process second = start(catalogue, music);
            try (BufferedReader lines = second.inputReader()) {
                String output = String.join("\n", lines.lines().toList());
                assertTrue(second.waitFor(60, TimeUnit.SECONDS));
                assertEquals(0, second.exitValue(), output);
            }
            // Of each: the original, five renditions and their index, its waveform and what else was measured.
            assertEquals(9 * FILES, objects().size());
            assertEquals(
                    FILES,
                    catalogue.tracks().stream()
                            .map(track -> track.id())
                            .distinct()
                            .count());
            try (Stream<Path> left = Files.list(folder.resolve("objects/.incoming"))) {
                assertEquals(0, left.count(), "nothing is left behind");
            }
        }
    }

    private Process start(RecordingCatalogue catalogue, Path music) throws IOException {
        Path config = Files.writeString(folder.resolve("legato.yaml"), """
                import:
                  objects: %s
                  index: %s
                  metadata: %s
                  account: %s
                  secret: s3cret
                  parallelism: 1
                """.formatted(
                        folder.resolve("objects"), folder.resolve("index"), catalogue.uri(), catalogue.uri()));
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--config",
                        config.toString(),
                        music.toString()))
                .redirectErrorStream(true)
                .start();
    }

    private static boolean isDocument(Path object) throws IOException {
        return object.toString().endsWith(".json")
                && new ObjectMapper().readTree(object.toFile()).isObject();
    }

    private List<Path> objects() throws IOException {
        Path objects = folder.resolve("objects");
        try (Stream<Path> files = Files.walk(objects)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !objects.relativize(file).startsWith(".incoming"))
                    .toList();
        }
    }
}
