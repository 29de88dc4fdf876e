package dev.legato.media;

import dev.legato.media.cli.ImportCommand;
import dev.legato.media.pipeline.FileOutcome;
import dev.legato.media.pipeline.ImportProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/** The command in a process of its own, as {@code ./legato import} is one; it says when it begins. */
final class ImportProcess implements ImportProgress {
    private ImportProcess() {}

    public static void main(String[] arguments) throws Exception {
        ImportCommand command = CommandLine.populateCommand(new ImportCommand(), arguments);
        System.exit(command.run(System.getenv(), Clock.systemUTC(), new ImportProcess(), System.out::println));
    }

    @Override
    public void started(int files) {
        System.out.println("Importing %d files".formatted(files));
    }

    @Override
    public void entered(int number, String name, Phase phase) {}

    @Override
    public void finished(int done, int files, FileOutcome outcome, Duration left) {}

    @Override
    public void completed(int done, int tracks, Duration left) {}

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
                        ImportProcess.class.getName(),
                        "--config",
                        config.toString(),
                        music.toString()))
                .redirectErrorStream(true)
                .start();
    }
}
