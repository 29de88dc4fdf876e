package dev.legato.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs run to their end, in an environment that does not depend on the user's locale. */
final class Commands {
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

    private Commands() {}

    static boolean onPath(String program) {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /** {@code command} in a session of its own: Ctrl-C on the terminal is for Legato, which then stops its children. */
    static List<String> inOwnSession(List<String> command) {
        List<String> full = new ArrayList<>();
        if (onPath("setsid")) {
            full.add("setsid");
        }
        full.addAll(command);
        return full;
    }

    /**
     * Kills what a killed JVM left running, and waits until it is gone.
     *
     * @param argument stands among the arguments of the processes meant, and of no others
     */
    static void killLeftBehind(String argument) {
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> Arrays.asList(arguments).contains(argument))
                        .isPresent())
                .forEach(process -> kill(process, LEFT_BEHIND));
    }

    /** Kills a process with its children: bounded, since a zombie that nobody reaps never ends. */
    private static void kill(ProcessHandle process, Duration bound) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        var ends = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        var _ = CompletableFuture.allOf(ends)
                .completeOnTimeout(null, bound.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /**
     * Runs {@code command} to its end with {@code input} on its standard input.
     *
     * @throws StartupException if it fails or takes longer than {@code bound}; the message quotes its output. Then, or if
     *     the thread is interrupted, nothing of it is left running
     */
    static void run(List<String> command, String input, Path folder, Duration bound) throws IOException {
        Path output = Files.createTempFile(folder, "output-", ".log");
        try {
            Process process = builder(inOwnSession(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!feed(process, input, bound)) {
                throw new StartupException("%s did not end within %d s: %s"
                        .formatted(
                                command,
                                bound.toSeconds(),
                                Files.readString(output).strip()));
            }
            if (process.exitValue() != 0) {
                throw new StartupException("%s failed with exit code %d: %s"
                        .formatted(
                                command,
                                process.exitValue(),
                                Files.readString(output).strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("%s was interrupted".formatted(command), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Answers whether it ended within the bound. */
    private static boolean feed(Process process, String input, Duration bound)
            throws IOException, InterruptedException {
        try {
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            return process.waitFor(bound.toSeconds(), TimeUnit.SECONDS);
        } finally {
            kill(process.toHandle(), bound);
        }
    }
}
