package dev.legato.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A second JVM that starts a backend, writes to it, says so in one line and then waits to be killed. */
final class ChildJvm implements AutoCloseable {
    private static final long BOUND_SECONDS = 60;

    private final Process process;
    private final String line;

    private ChildJvm(Process process, String line) {
        this.process = process;
        this.line = line;
    }

    /** Starts {@code main} and returns when it has printed its line. */
    static ChildJvm start(Class<?> main, Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader output = process.inputReader();
            String line = CompletableFuture.supplyAsync(() -> readLine(output)).get(BOUND_SECONDS, TimeUnit.SECONDS);
            return new ChildJvm(process, line);
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String readLine(BufferedReader output) {
        try {
            return String.valueOf(output.readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** In the child: says {@code line}, and stays until killed, told to end, or alone. */
    static void sayAndWait(String line) throws IOException {
        System.out.println(line);
        while (System.in.read() >= 0) {
            // Nobody writes to it: its end is the sign.
        }
    }

    String line() {
        return line;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for so long, unless it ends before; answers whether it is alive. */
    boolean livesFor(long millis) throws InterruptedException {
        return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    /** Lets its main method return and waits until the JVM is gone. */
    void end() throws IOException, InterruptedException {
        process.outputWriter().close();
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the child does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
