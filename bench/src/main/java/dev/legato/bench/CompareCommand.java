package dev.legato.bench;

import dev.legato.bench.report.Compare;
import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.run.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Two runs side by side. */
@Command(
        name = "compare",
        description = "Show two runs side by side; a verdict only where the spread allows one.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "the folder of a run")
    private @Nullable Path first;

    @Parameters(index = "1", paramLabel = "B", description = "the folder of another")
    private @Nullable Path second;

    @Override
    public Integer call() {
        try {
            System.out.print(Compare.text(
                    ReportFolder.read(Objects.requireNonNull(first)),
                    ReportFolder.read(Objects.requireNonNull(second))));
            return ExitCode.OK;
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            return ExitCode.USAGE;
        }
    }
}
