package dev.legato.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A real edge in a process of its own. */
record EdgeProcess(Process process, StringBuffer said) implements AutoCloseable {
    private static final int BOUND_SECONDS = 60;

    /** Starts one and returns when it serves. */
    static EdgeProcess start(Path root, int port, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("--root", root.toString(), "--port", Integer.toString(port), "--open"));
        arguments.addAll(List.of(more));
        return start(arguments);
    }

    /** Starts one with a settings file and returns when it serves. */
    static EdgeProcess configured(Path settings) throws Exception {
        return start(List.of("--config", settings.toString()));
    }

    private static EdgeProcess start(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LEGATO_MANAGEMENT_PORT", "0");
        EdgeProcess edge = new EdgeProcess(builder.start(), new StringBuffer());
        try {
            CompletableFuture<Void> serving = new CompletableFuture<>();
            Thread reader = Thread.ofVirtual().start(() -> edge.read(serving));
            var _ = serving.get(BOUND_SECONDS, TimeUnit.SECONDS);
            assert reader.isAlive();
            return edge;
        } catch (Exception e) {
            edge.close();
            throw e;
        }
    }

    /** SIGTERM. */
    void stop() {
        process.destroy();
    }

    /** Sends a signal, {@code HUP} for SIGHUP. */
    void signal(String name) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assert status == 0;
    }

    /** Returns when it has logged this. */
    void awaitLine(String text) {
        long begun = System.nanoTime();
        while (said.indexOf(text) < 0) {
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(BOUND_SECONDS)) {
                throw new IllegalStateException("it has not said '%s': %s".formatted(text, said));
            }
            RawClient.awaitAMoment();
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Its exit status. */
    int await() throws InterruptedException {
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still runs");
        }
        return process.exitValue();
    }

    private void read(CompletableFuture<Void> serving) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.contains("serves on port")) {
                    serving.complete(null);
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        serving.completeExceptionally(new IOException(said.toString()));
    }

    @Override
    public void close() {
        var _ = process.destroyForcibly().onExit().join();
    }
}
