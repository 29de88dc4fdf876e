package dev.legato.allinone;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./legato bench …}: its own command line reads the rest. */
@Command(name = "bench", description = "Run a load scenario: ./legato bench --help.")
final class BenchCommand implements Callable<Integer> {
    @Parameters(hidden = true, arity = "0..*")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        dev.legato.bench.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
