package dev.legato.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A {@link ServerProgram} running as a child of this JVM, on a loopback port. */
final class ServerProcess {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MILLIS = 10;
    private static final int PORTS_TO_TRY = 3;
    private static final int LINES_TO_QUOTE = 5;

    private final ServerProgram program;
    private final Process process;
    private final int port;

    private ServerProcess(ServerProgram program, Process process, int port) {
        this.program = program;
        this.process = process;
        this.port = port;
    }

    /** Whether the server that runs as this process on this port takes requests. */
    interface Readiness {
        boolean isReady(long pid, int port) throws IOException;
    }

    /** Turns a failed start's output into what to do about it. */
    interface Diagnosis {
        String explain(String output);
    }

    /**
     * Starts the program on a free port and waits until it is ready.
     *
     * @param command the command line for a port
     * @throws StartupException if it exits instead, or is not ready within a minute
     */
    static ServerProcess start(
            ServerProgram program, IntFunction<List<String>> command, Readiness readiness, Diagnosis diagnosis) {
        for (int attempt = 1; ; attempt++) {
            int port = FreePort.find();
            var server = new ServerProcess(program, spawn(program, command.apply(port)), port);
            if (server.awaitReady(readiness)) {
                return server;
            }
            String output = server.lastOutput();
            // Between our look and the server's bind, anybody may take a free port.
            if (attempt == PORTS_TO_TRY || !output.contains("already in use")) {
                throw new StartupException("%s did not start: %s\nIts output is in %s."
                        .formatted(program.name(), diagnosis.explain(output), program.log()));
            }
        }
    }

    /** Starts the program again on the port it had. */
    static ServerProcess startOn(
            int port, ServerProgram program, IntFunction<List<String>> command, Readiness readiness) {
        var server = new ServerProcess(program, spawn(program, command.apply(port)), port);
        if (!server.awaitReady(readiness)) {
            throw new StartupException("%s did not start again: %s".formatted(program.name(), server.lastOutput()));
        }
        return server;
    }

    private static Process spawn(ServerProgram program, List<String> command) {
        try {
            return Commands.builder(Commands.inOwnSession(command))
                    .directory(program.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(program.log().toFile())
                    .start();
        } catch (IOException e) {
            throw new StartupException("%s did not start: %s.".formatted(program.name(), e.getMessage()), e);
        }
    }

    private boolean awaitReady(Readiness readiness) {
        long deadline = System.nanoTime() + START.toNanos();
        try {
            while (!isReady(readiness)) {
                if (process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                if (System.nanoTime() - deadline > 0) {
                    stop();
                    throw new StartupException("%s was not ready after %d s. Its output is in %s."
                            .formatted(program.name(), START.toSeconds(), program.log()));
                }
            }
            return true;
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new StartupException("The start of %s was interrupted.".formatted(program.name()), e);
        }
    }

    private boolean isReady(Readiness readiness) {
        try {
            return readiness.isReady(process.pid(), port);
        } catch (IOException _) {
            return false;
        }
    }

    private String lastOutput() {
        try {
            List<String> lines = Files.readString(program.log(), StandardCharsets.ISO_8859_1)
                    .strip()
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TO_QUOTE), lines.size()));
        } catch (IOException _) {
            return "";
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /**
     * Sends a signal to the server and to all of its own children, parents first.
     *
     * @param signal its name, as {@code STOP}
     */
    void signal(String signal) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(pid())));
        process.descendants().forEach(child -> command.add(Long.toString(child.pid())));
        try {
            // Children end by themselves at any time; that one of them was not there is no failure.
            var _ = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot send SIG" + signal, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal, e);
        }
    }

    /** Waits until it has ended, by a signal for example. */
    void awaitEnd() {
        var _ = process.onExit().join();
    }

    /** Stops the server in good order, within a bound; returns when it is gone. */
    void stop() {
        if (process.isAlive() && !program.stop(process.toHandle(), () -> !process.isAlive())) {
            throw new IllegalStateException("%s (process %d) does not stop".formatted(program.name(), process.pid()));
        }
    }
}
