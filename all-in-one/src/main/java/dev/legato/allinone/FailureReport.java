package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** A failure people can mend is one line; any other shows its stack. */
final class FailureReport implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        return switch (failure) {
            case SettingsException e -> report(command, e, ExitCode.USAGE);
            case StartupException e -> report(command, e, ExitCode.SOFTWARE);
            case IOException e -> report(command, e, ExitCode.SOFTWARE);
            default -> throw failure;
        };
    }

    private static int report(CommandLine command, Exception failure, int status) {
        command.getErr().println("legato: " + failure.getMessage());
        return status;
    }
}
