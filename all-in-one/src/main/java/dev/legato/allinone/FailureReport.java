package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports a failure in one line; an unexpected one is also logged with its stack. */
final class FailureReport implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case SettingsException e -> report(command, reason(e), ExitCode.USAGE);
            case StartupException e -> report(command, reason(e), ExitCode.SOFTWARE);
            case IOException e -> report(command, reason(e), ExitCode.SOFTWARE);
            default -> {
                LOG.error("{} failed", command.getCommandName(), failure);
                yield report(
                        command,
                        "%s failed unexpectedly: %s. The log above says where; please report it with that."
                                .formatted(command.getCommandName(), failure),
                        ExitCode.SOFTWARE);
            }
        };
    }

    /** Says why something failed: its message, with its kind where that alone says little or nothing. */
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() || failure instanceof FileSystemException
                ? failure.toString()
                : message;
    }

    private static int report(CommandLine command, String reason, int status) {
        command.getErr().println("legato: " + reason);
        return status;
    }
}
