package dev.legato.bench;

import dev.legato.bench.catalogue.CatalogueReads;
import dev.legato.bench.runner.ExitCode;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What reading a track costs, by where it is found. */
@Command(
        name = "catalogue",
        description =
                "Measure reads of tracks from memory, Redis and PostgreSQL, on servers that it starts and deletes.",
        mixinStandardHelpOptions = true)
final class CatalogueCommand implements Callable<Integer> {
    private final Clock clock;

    @Option(names = "--tracks", paramLabel = "N", description = "in the catalogue (default: ${DEFAULT-VALUE})")
    private int tracks = 1_000_000;

    @Option(names = "--seconds", paramLabel = "N", description = "of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds = 15;

    @Option(names = "--readers", paramLabel = "N", description = "reads at a time (default: ${DEFAULT-VALUE})")
    private int readers = 32;

    @Option(names = "--exponent", paramLabel = "S", description = "of Zipf's law (default: ${DEFAULT-VALUE})")
    private double exponent = 1.0;

    CatalogueCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws TimeoutException, InterruptedException {
        if (tracks < 1_000 || seconds < 1 || readers < 1) {
            System.err.println("bench: expected: --tracks from 1000, --seconds and --readers from 1");
            return ExitCode.USAGE;
        }
        Consumer<String> report = System.out::println;
        try (CatalogueReads bench = new CatalogueReads(clock, tracks, report)) {
            bench.run(readers, exponent, Duration.ofSeconds(seconds))
                    .forEach(figure -> report.accept(figure.toString()));
        }
        return ExitCode.OK;
    }
}
