package dev.legato.media.cli;

import dev.legato.media.pipeline.ImportProgress;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code import DIR} as a program of its own, where there is no {@code ./legato}; it says what it has done at its end. */
@Command(
        name = "import",
        description = "Import a folder of music into a running system. Doing it again changes nothing.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class Main implements Callable<Integer> {
    private static final int NOT_TRIED = 2;

    @Mixin
    private final ImportCommand command = new ImportCommand();

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command line
    public Integer call() throws InterruptedException {
        try {
            return command.run(System.getenv(), Clock.systemUTC(), ImportProgress.NONE, System.out::println);
        } catch (IOException | SettingsException e) {
            System.err.println("legato: " + e.getMessage());
            return NOT_TRIED;
        }
    }
}
