package dev.legato.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of the whole command line, over.
 *
 * @param code the exit code
 * @param text all it printed
 */
record Ended(int code, String text) {
    /** Runs the bench in this process, its report in {@code out} and its working files in {@code work} below a folder. */
    static Ended of(Path folder, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--out", folder.resolve("out").toString()));
        all.addAll(List.of(
                "--files", Files.createDirectories(folder.resolve("work")).toString()));
        return run(all);
    }

    /** Runs the small range scenario against a server that stands already. */
    static Ended against(Path folder, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(scenario(folder), "--target", "http://127.0.0.1:" + port, "--peer", "none", "--accept-noise"));
        arguments.addAll(List.of(more));
        return of(folder, arguments.toArray(String[]::new));
    }

    /** Writes the small range scenario. */
    static String scenario(Path folder) throws IOException {
        return Files.writeString(folder.resolve("small.yaml"), TestScenarios.YAML)
                .toString();
    }

    /** Runs the bench in this process. */
    static Ended run(List<String> arguments) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(text, true, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(to);
        System.setErr(to);
        try {
            int code = Main.run(arguments.toArray(String[]::new), Clock.systemUTC());
            return new Ended(code, text.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** What a run's working files have left behind. */
    static List<Path> leftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work"))) {
            return files.toList();
        }
    }
}
