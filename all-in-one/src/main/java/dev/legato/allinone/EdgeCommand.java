package dev.legato.allinone;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./legato edge …}: one edge alone, over a folder or before an origin; its own main reads the options. */
@Command(
        name = "edge",
        description =
                "Serve a folder, a drop-in beside nginx, or cache an origin. Options: --root DIR, or --origin URL --cache DIR"
                        + " [--cache-bytes 10GiB]; [--port 8081] [--mount /audio] [--open]")
final class EdgeCommand implements Callable<Integer> {
    @Parameters(hidden = true, arity = "0..*")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        dev.legato.edge.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
