package dev.legato.allinone;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** {@code up} with settings by the environment. */
    static LegatoProcess up(Path data, Path music, Map<String, String> environment) throws IOException {
        int port = freePort();
        return start(
                port,
                List.of(
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
                        "0"),
                environment);
    }

    /** {@code run SERVICE}, with its settings in a file. */
    static LegatoProcess run(String service, Path config) throws IOException {
        return start(-1, List.of("run", service, "--config", config.toString()), Map.of());
    }

    private static LegatoProcess start(int port, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(System.getProperty("legato.jvm.args").split(" ")));
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), "dev.legato.allinone.Main"));
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

    /** Its exit status, within two minutes. */
    int awaitExit() throws Exception {
        var drained = CompletableFuture.runAsync(() -> readUntil(_ -> false));
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("did not stop: " + lines);
        }
        drained.cancel(true);
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
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
