package dev.legato.allinone;

import dev.legato.runtime.jvm.JvmOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A {@code ./legato} command as a process of its own, which a test can kill. */
final class LegatoProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final int port;
    private final List<String> lines = new ArrayList<>();

    private LegatoProcess(Process process, int port) {
        this.process = process;
        this.output = process.inputReader();
        this.port = port;
    }

    /** {@code up}, its gateway on a free port. */
    static LegatoProcess up(Path data, Path music) throws IOException {
        return up(data, music, Map.of());
    }

    /** {@code up} with settings by the environment, and more options. */
    static LegatoProcess up(Path data, Path music, Map<String, String> environment, String... more) throws IOException {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--data",
                data.toString(),
                "--music",
                music.toString(),
                "--port",
                Integer.toString(port),
                "--edge-port",
                "0",
                "--management-port",
                "0"));
        arguments.addAll(List.of(more));
        return start(port, arguments, environment);
    }

    /** {@code run SERVICE}, with its settings in a file. */
    static LegatoProcess run(String service, Path config) throws IOException {
        return start(-1, List.of("run", service, "--config", config.toString()), Map.of());
    }

    private static LegatoProcess start(int port, List<String> arguments, Map<String, String> environment)
            throws IOException {
        // Whoever runs these tests in the background has them ignore SIGINT, and a JVM would go on doing so.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.service());
        // It ends before C2's code pays for its compilation.
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.legato.allinone.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new LegatoProcess(builder.start(), port);
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Reads on until such a line, for at most two minutes. */
    String awaitLine(Predicate<String> wished) throws Exception {
        return CompletableFuture.supplyAsync(() -> readUntil(wished)).get(2, TimeUnit.MINUTES);
    }

    /** SIGKILL. */
    void kill() {
        var _ = process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, and its exit status. */
    int stop() throws Exception {
        process.destroy();
        return awaitExit();
    }

    /** Sends a signal, such as {@code INT}. */
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("ended before SIG" + name + ": " + lines);
        }
    }

    /** Waits for so long, unless it ends before; answers whether it is alive. */
    boolean livesFor(long millis) throws InterruptedException {
        return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** What it has started and what those have. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** What it has said, as far as it was read. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Its exit status, within two minutes. */
    int awaitExit() throws Exception {
        var drained = CompletableFuture.runAsync(() -> readUntil(_ -> false));
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("did not stop: " + lines);
        }
        drained.exceptionally(_ -> null).get(1, TimeUnit.MINUTES);
        return process.exitValue();
    }

    /** Kills it, if it still runs, with what it has started. */
    @Override
    public void close() {
        List<ProcessHandle> started = descendants();
        kill();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private String readUntil(Predicate<String> wished) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (wished.test(line)) {
                    return line;
                }
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
        throw new IllegalStateException("ended without the line: " + String.join("\n", lines));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
