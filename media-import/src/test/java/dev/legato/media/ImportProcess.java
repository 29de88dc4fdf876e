package dev.legato.media;

import dev.legato.media.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An import in a process of its own, as {@code ./legato import} is one. */
final class ImportProcess {
    private ImportProcess() {}

    /**
     * Starts one, which writes into {@code folder}.
     *
     * @param renditions as in the settings
     * @param heapMib of memory for its objects
     */
    static Process start(Path folder, RecordingCatalogue catalogue, Path music, String renditions, int heapMib)
            throws IOException {
        Path config = Files.writeString(folder.resolve("legato.yaml"), """
                import:
                  objects: %s
                  index: %s
                  metadata: %s
                  account: %s
                  secret: s3cret
                  parallelism: 1
                  renditions: %s
                """.formatted(
                folder.resolve("objects"), folder.resolve("index"), catalogue.uri(), catalogue.uri(), renditions));
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx%dm".formatted(heapMib),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
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
}
