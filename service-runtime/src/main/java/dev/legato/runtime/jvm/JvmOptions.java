package dev.legato.runtime.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The options of Legato's JVMs, for whoever starts one from Java. They stand in {@code *.options} beside this class, in the
 * java launcher's format of argument files; the installed {@code launch} script, the tests of the build and the bench read
 * the same files.
 */
public final class JvmOptions {
    private JvmOptions() {}

    /** Those of an edge alone. */
    public static List<String> edge() {
        return Stream.of("jvm", "edge").flatMap(JvmOptions::read).toList();
    }

    /** Those of any other service, and of all in one. */
    public static List<String> service() {
        return Stream.of("jvm", "service").flatMap(JvmOptions::read).toList();
    }

    private static Stream<String> read(String name) {
        String file = name + ".options";
        try (InputStream options = Objects.requireNonNull(JvmOptions.class.getResourceAsStream(file), file)) {
            return new String(options.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
