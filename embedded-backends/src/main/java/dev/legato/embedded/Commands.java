package dev.legato.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs run to their end, in an environment that does not depend on the user's locale. */
final class Commands {
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

    /**
     * Runs {@code command} to its end with {@code input} on its standard input.
     *
     * @throws StartupException if it fails or takes longer than {@code bound}; the message quotes its output
     */
    static void run(List<String> command, String input, Path folder, Duration bound) throws IOException {
        Path output = Files.createTempFile(folder, "output-", ".log");
        try {
            Process process = builder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            if (!process.waitFor(bound.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
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
}
