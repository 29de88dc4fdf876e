package dev.legato.bench;

import dev.legato.bench.corpus.Corpus;
import dev.legato.bench.runner.ExitCode;
import dev.legato.bench.scenario.EdgeScenario;
import dev.legato.bench.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a scenario's audio files, for a server that {@code --target} then measures. */
@Command(
        name = "files",
        description = "Write a scenario's audio files into DIR, for a server measured with --target.",
        mixinStandardHelpOptions = true)
final class FilesCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SCENARIO")
    private @Nullable String scenario;

    @Parameters(index = "1", paramLabel = "DIR")
    private @Nullable Path folder;

    @Override
    public Integer call() {
        try {
            if (scenario == null || folder == null || !(ScenarioFile.read(scenario) instanceof EdgeScenario edge)) {
                System.err.println(
                        "bench: scenario: '%s' (expected: one over files: range or players)".formatted(scenario));
                return ExitCode.USAGE;
            }
            Corpus corpus = edge.files().corpus();
            Files.createDirectories(folder);
            corpus.write(folder);
            System.out.printf("%d files, %,d bytes in %s%n", corpus.files().size(), corpus.bytes(), folder);
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            System.err.println("bench: cannot write the files: " + e);
            return ExitCode.REPORT;
        }
    }
}
