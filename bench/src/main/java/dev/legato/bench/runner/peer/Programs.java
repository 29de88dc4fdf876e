package dev.legato.bench.runner.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs installed on this machine. */
public final class Programs {
    private Programs() {}

    /** The program's path: from PATH, or from where administrators' programs stand. */
    public static Optional<String> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Empty when a program is installed; else what is missing, by Debian's package. */
    static String missing(String name, String debianPackage) {
        return find(name).isEmpty()
                ? "%s is not installed (Debian: apt-get install %s)".formatted(name, debianPackage)
                : "";
    }

    /** What a short command prints, on either stream; empty when it cannot run. */
    public static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
