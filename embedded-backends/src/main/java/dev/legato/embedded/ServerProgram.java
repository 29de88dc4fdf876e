package dev.legato.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's place on disk, and how to recognise and stop the process that runs there.
 *
 * @param name what people call it
 * @param executable the executable's file name
 * @param folder where it keeps its files and runs
 * @param pidFile the file whose first line is its pid
 * @param argument the path that stands among its arguments, and in no other program's
 * @param stopSignal the signal on which it stops in good order without waiting for clients
 */
record ServerProgram(String name, String executable, Path folder, Path pidFile, Path argument, String stopSignal) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProgram.class);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration KILL = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MILLIS = 20;

    /** Where the server's own output goes. */
    Path log() {
        return folder.resolve(executable + ".log");
    }

    /** The process that the pid file names, unless it is gone or that pid belongs to something else by now. */
    Optional<ProcessHandle> running() {
        try (BufferedReader lines = Files.newBufferedReader(pidFile)) {
            String pid = Objects.requireNonNullElse(lines.readLine(), "").strip();
            return ProcessHandle.of(Long.parseLong(pid)).filter(this::isOurs);
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        // A zombie has neither command nor arguments, and counts as gone.
        return process.info()
                        .command()
                        .map(Path::of)
                        .filter(this::isOurExecutable)
                        .isPresent()
                && process.info()
                        .arguments()
                        .filter(arguments -> Arrays.asList(arguments).contains(argument.toString()))
                        .isPresent();
    }

    private boolean isOurExecutable(Path command) {
        // Linux says "postgres (deleted)" once the cache was cleared under a running server.
        String file = command.getFileName().toString();
        return file.equals(executable) || file.startsWith(executable + " ");
    }

    /**
     * Stops the server that a killed JVM left behind, if there is one, so that a new one may start here.
     *
     * @throws StartupException if it belongs to a JVM that is alive, or will not stop
     */
    void stopOrphan() {
        running().ifPresent(orphan -> {
            orphan.parent().filter(ServerProgram::isJvm).ifPresent(owner -> {
                throw new StartupException("The folder %s is in use: process %d runs its %s. Stop that one first."
                        .formatted(folder, owner.pid(), name));
            });
            LOG.info("Stopping {} (process {}), left behind by a process that was killed", name, orphan.pid());
            if (!stop(orphan, () -> running().isEmpty())) {
                throw new StartupException(
                        "%s (process %d) was left running in %s and does not stop. Kill it with kill -9 %d."
                                .formatted(name, orphan.pid(), folder, orphan.pid()));
            }
        });
    }

    private static boolean isJvm(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    /** Stops {@code process} in good order, or by SIGKILL when that takes too long; answers whether it is gone. */
    boolean stop(ProcessHandle process, BooleanSupplier gone) {
        signal(process);
        if (await(process, gone, STOP)) {
            return true;
        }
        LOG.warn("{} did not stop within {} s; killing it", name, STOP.toSeconds());
        process.destroyForcibly();
        return await(process, gone, KILL);
    }

    private void signal(ProcessHandle process) {
        try {
            // ProcessHandle can only send SIGTERM and SIGKILL.
            new ProcessBuilder("/bin/sh", "-c", "kill -%s %d".formatted(stopSignal, process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.warn("Cannot send SIG{} to {}", stopSignal, name, e);
            process.destroy();
        }
    }

    private static boolean await(ProcessHandle process, BooleanSupplier gone, Duration bound) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        long deadline = System.nanoTime() + bound.toNanos();
        while (!gone.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                exit.get(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException _) {
                // Not yet: a zombie, for one, never completes the future, so look for ourselves.
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return gone.getAsBoolean();
            }
        }
        return true;
    }
}
