package dev.legato.bench;

import dev.legato.bench.report.Compare;
import dev.legato.bench.report.ComparePage;
import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.result.Result;
import dev.legato.bench.runner.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Two runs side by side. */
@Command(
        name = "compare",
        description = "Show two runs side by side, here and as a page; a verdict only where the spread allows one.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "the folder of a run")
    private @Nullable Path first;

    @Parameters(index = "1", paramLabel = "B", description = "the folder of another")
    private @Nullable Path second;

    @Option(names = "--out", paramLabel = "FILE", description = "the page (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("compare.html");

    @Override
    public Integer call() {
        Result a;
        Result b;
        try {
            a = ReportFolder.read(Objects.requireNonNull(first));
            b = ReportFolder.read(Objects.requireNonNull(second));
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            return ExitCode.USAGE;
        }
        System.out.print(Compare.text(a, b));
        try {
            Files.writeString(out, ComparePage.of(a, b));
        } catch (IOException e) {
            System.err.println("bench: the page cannot be written: " + e);
            return ExitCode.REPORT;
        }
        System.out.println("page: " + out.toAbsolutePath().normalize());
        return ExitCode.OK;
    }
}
