package dev.legato.bench;

import java.time.Clock;
import picocli.CommandLine;

/** {@code ./legato bench}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, Clock.systemUTC()));
    }

    /** @return the exit code, as {@link dev.legato.bench.run.ExitCode} names them */
    static int run(String[] args, Clock clock) {
        return new CommandLine(new BenchCommand(clock))
                .addSubcommand(new CompareCommand())
                .addSubcommand(new FilesCommand())
                .execute(args);
    }
}
