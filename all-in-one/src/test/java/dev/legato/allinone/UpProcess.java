package dev.legato.allinone;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code ./legato up} as a process of its own, which a test can kill. */
final class UpProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final int port;
    private final List<String> lines = new ArrayList<>();

    private UpProcess(Process process, int port) {
        this.process = process;
        this.output = process.inputReader();
        this.port = port;
    }

    static UpProcess start(Path data, Path music) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(System.getProperty("legato.jvm.args").split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.legato.allinone.Main", "up"));
        command.addAll(List.of("--data", data.toString(), "--music", music.toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--edge-port", "0", "--management-port", "0"));
        return new UpProcess(new ProcessBuilder(command).redirectErrorStream(true).start(), port);
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
