package dev.legato.bench.runner.peer;

import dev.legato.bench.protocol.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server of the run, started by the bench and stopped with it. */
public final class ServerProcess implements AutoCloseable {
    /** The folder of an origin, below that of the server before it. */
    static final String ORIGIN = "origin";

    private static final int START_SECONDS = 60;

    private final Launch launch;
    private final Process process;
    private final Path log;
    private final List<String> command;
    private final @Nullable ServerProcess origin;
    private final @Nullable OriginLog originLog;

    private ServerProcess(
            Launch launch, Process process, Path log, List<String> command, @Nullable ServerProcess origin) {
        this.origin = origin;
        this.originLog = origin != null && origin.launch.apart()
                ? new OriginLog(origin.log.resolveSibling(OriginLog.NAME))
                : null;
        this.launch = launch;
        this.process = process;
        this.log = log;
        this.command = command;
    }

    /**
     * Starts a server, its origin first, and waits until it listens.
     *
     * @param work where its files and its log go
     * @param placement makes a server's whole command, namespace and pinning included
     * @throws IOException when it ends or does not listen in time; the message quotes its log
     */
    public static ServerProcess start(Launch launch, Path work, Function<Launch, List<String>> placement)
            throws IOException, InterruptedException {
        ServerProcess origin = launch.origin() == null
                ? null
                : start(launch.origin(), Files.createDirectories(work.resolve(ORIGIN)), placement);
        try {
            return startAlone(launch, work, placement, origin);
        } catch (IOException | InterruptedException e) {
            if (origin != null) {
                origin.close();
            }
            throw e;
        }
    }

    private static ServerProcess startAlone(
            Launch launch, Path work, Function<Launch, List<String>> placement, @Nullable ServerProcess origin)
            throws IOException, InterruptedException {
        for (var file : launch.files().entrySet()) {
            Files.writeString(work.resolve(file.getKey()), file.getValue());
        }
        Path log = work.resolve("output.log");
        List<String> command = placement.apply(launch);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(launch.environment());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        ServerProcess server = new ServerProcess(launch, process, log, command, origin);
        try {
            server.awaitListening();
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
        return server;
    }

    public Launch launch() {
        return launch;
    }

    /** The whole command, namespace and pinning included. */
    public List<String> command() {
        return command;
    }

    public ServerAddress address() {
        return new ServerAddress("127.0.0.1", launch.port(), launch.path(), launch.tls());
    }

    /** The commands of itself and of the origin behind it, in the order they were started. */
    public List<List<String>> commands() {
        return origin == null ? List.of(command) : List.of(origin.command, command);
    }

    /** What its origin was asked for, where that keeps a log. */
    public @Nullable OriginLog originLog() {
        return originLog;
    }

    /**
     * Its process and the ones below, and those of an origin whose cost is its own, as they are at this moment; its own comes
     * first.
     */
    public List<Long> pids() {
        Stream<Long> own = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid);
        return Stream.concat(own, origin == null || origin.launch.apart() ? Stream.of() : origin.pids().stream())
                .toList();
    }

    public boolean alive() {
        return process.isAlive() && (origin == null || origin.alive());
    }

    /** The end of what it printed. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
        } catch (IOException _) {
            return "(no log)";
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listening()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "%s ended with code %d before it listened on port %d (expected: a running server); it said:\n%s"
                                .formatted(launch.name(), process.exitValue(), launch.port(), lastWords()));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("%s does not listen on port %d after %d s; it said:\n%s"
                        .formatted(launch.name(), launch.port(), START_SECONDS, lastWords()));
            }
        }
    }

    /** Looks into the kernel's table of the server's own network namespace: nothing need connect. */
    private boolean listening() {
        String ending = ":%04x".formatted(launch.port()).toUpperCase(Locale.ROOT);
        for (String table : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "net", table))) {
                boolean found = lines.map(line -> line.trim().split(" +", -1))
                        .anyMatch(fields -> fields.length > 3 && fields[1].endsWith(ending) && fields[3].equals("0A"));
                if (found) {
                    return true;
                }
            } catch (IOException | java.io.UncheckedIOException _) {
                // The process may be gone; awaitListening says so.
            }
        }
        return false;
    }

    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        below.forEach(ProcessHandle::destroyForcibly);
        if (origin != null) {
            origin.close();
        }
    }
}
