package dev.legato.bench;

import dev.legato.bench.runner.ExitCode;
import dev.legato.bench.search.SearchBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What searches cost over a million tracks. */
@Command(
        name = "search",
        description = "Build an index of real names recombined and measure the processor time of mixed queries.",
        mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
    @Option(names = "--names", required = true, paramLabel = "FILE", description = "artist, album, title by tabs")
    private Path names = Path.of("");

    @Option(names = "--index", required = true, paramLabel = "DIR", description = "the index; kept for the next run")
    private Path index = Path.of("");

    @Option(names = "--tracks", paramLabel = "N", description = "in the index (default: ${DEFAULT-VALUE})")
    private int tracks = 1_000_000;

    @Option(names = "--queries", paramLabel = "N", description = "measured (default: ${DEFAULT-VALUE})")
    private int queries = 20_000;

    @Option(names = "--warm-up", paramLabel = "N", description = "queries before (default: ${DEFAULT-VALUE})")
    private int warmUp = 5_000;

    @Override
    public Integer call() {
        try {
            SearchBench bench = new SearchBench(names, index);
            System.out.println(bench.build(tracks));
            System.out.printf("%d MB of heap live%n", bench.heapMb());
            bench.search(queries, warmUp).forEach(System.out::println);
            return ExitCode.OK;
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            return ExitCode.SERVER;
        }
    }
}
