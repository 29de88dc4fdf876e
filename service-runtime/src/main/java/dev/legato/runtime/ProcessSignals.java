package dev.legato.runtime;

import java.io.Console;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals by which an operator speaks to a running process, as nginx and others have them: SIGHUP to reload, SIGUSR1
 * to reopen log files. On a terminal SIGHUP still says that the terminal is gone, and ends the process.
 */
public final class ProcessSignals {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);

    private ProcessSignals() {}

    /** Installs the handlers of both signals. */
    public static void install(ServiceProcess process) {
        handle("USR1", process::reopenLogs);
        if (!Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
            handle("HUP", process::reload);
        }
    }

    /** The action runs on a thread of its own. */
    private static void handle(String name, Runnable action) {
        try {
            sun.misc.Signal.handle(new sun.misc.Signal(name), signal -> {
                LOG.info("SIG{}", signal.getName());
                action.run();
            });
        } catch (IllegalArgumentException e) {
            LOG.debug("SIG{} cannot be handled here: {}", name, e.toString()); // another system, or -Xrs
        }
    }
}
