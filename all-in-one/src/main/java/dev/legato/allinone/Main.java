package dev.legato.allinone;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ./legato}. */
@Command(
        name = "legato",
        description = "A music-streaming back end: one command, or fifty machines.",
        subcommands = {
            UpCommand.class,
            EdgeCommand.class,
            RunCommand.class,
            ImportCommand.class,
            AccountCommand.class,
            TokenCommand.class,
            PurgeCommand.class,
            RebuildSearchCommand.class,
            ReplayDeadCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "  test    Run the tests; --full adds the long ones, as CI runs them.",
            "  soak    Repeat one test for hours."
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    /** Their arguments are read by mains of their own. */
    private static final List<String> PASSED_ON = List.of("bench", "edge");

    /** They run on after their command has returned. */
    private static final List<String> SERVING = List.of("edge", "run");

    private Main() {}

    public static void main(String[] arguments) {
        int status = execute(arguments);
        if (status != 0 || !SERVING.contains(arguments.length == 0 ? "" : arguments[0])) {
            System.exit(status);
        }
    }

    /** Runs a command; a service that was started keeps running after this returns 0. */
    static int execute(String... arguments) {
        CommandLine command = new CommandLine(new Main());
        if (arguments.length == 0) {
            command.usage(System.out);
            return CommandLine.ExitCode.USAGE;
        }
        command.getSubcommands().forEach((name, subcommand) -> {
            if (PASSED_ON.contains(name)) {
                subcommand.setUnmatchedOptionsArePositionalParams(true);
            }
        });
        return command.setExecutionExceptionHandler(new FailureReport()).execute(arguments);
    }
}
