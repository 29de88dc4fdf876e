package dev.legato.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;

/** {@code ./legato bench}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Reports have signs that ASCII lacks, and a session without a locale is no reason to print question marks.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        System.exit(run(args, Clock.systemUTC()));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** @return the exit code, as {@link dev.legato.bench.runner.ExitCode} names them */
    static int run(String[] args, Clock clock) {
        return new CommandLine(new BenchCommand(clock))
                .addSubcommand(new AccountsCommand(clock))
                .addSubcommand(new CompareCommand())
                .addSubcommand(new FilesCommand())
                .addSubcommand(new SearchCommand())
                .execute(args);
    }
}
