package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.jvm.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./legato} and the container image start a JVM with: the launcher runs a Java here that says what it got. */
class LaunchIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path HOME = ROOT.resolve("all-in-one/target/legato");
    private static final Pattern JVM_OPTION = Pattern.compile("(?m)^[^#]*(-X|--add-|--enable-)");

    @TempDir
    private static Path javaHome;

    @BeforeAll
    static void installJava() throws IOException {
        Path java = Files.createDirectories(javaHome.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nenv | grep '^LEGATO_' || true\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge --root /music", "run edge", "run edge --config f.yaml", "run --config f.yaml edge"})
    void edge_hasTheOptionsOfTheBench(String command) throws Exception {
        List<String> got = launch(command, Map.of());
        assertEquals(
                JvmOptions.edge(), jvmOptions(got).subList(0, JvmOptions.edge().size()));
        assertFalse(got.stream().anyMatch(option -> option.contains("MaxRAMPercentage")), got.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "run gateway", "import /music", "bench range", "--help"})
    void anythingElse_hasTheOptionsOfAService(String command) throws Exception {
        List<String> got = launch(command, Map.of());
        assertEquals(
                JvmOptions.service(),
                jvmOptions(got).subList(0, JvmOptions.service().size()));
        assertTrue(got.contains("-XX:MaxRAMPercentage=15"), got.toString());
    }

    @Test
    void demoMusic_isRenderedByUpAlone() throws Exception {
        String synthesizer = "--add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED";
        assertTrue(jvmOptions(launch("up --data d", Map.of())).contains(synthesizer));
        for (String command : List.of("edge --root /up", "run edge", "run gateway", "import up", "bench range")) {
            assertFalse(jvmOptions(launch(command, Map.of())).contains(synthesizer), command);
        }
    }

    @Test
    void environment_addsOptions_whichServicesDoNotSee() throws Exception {
        List<String> got = launch(
                "run gateway",
                Map.of("LEGATO_JAVA_OPTIONS", "-Xmx1g -Dx=y", "LEGATO_MEMORY_PERCENT", "60", "LEGATO_EDGE_PORT", "1"));
        assertTrue(got.containsAll(List.of("-Xmx1g", "-Dx=y", "-XX:MaxRAMPercentage=60")), got.toString());
        assertEquals(
                List.of("LEGATO_EDGE_PORT=1"),
                got.stream().filter(line -> line.startsWith("LEGATO_")).toList());
    }

    @Test
    void options_standNowhereElse() throws Exception {
        for (String file : List.of("legato", "deploy/container/Containerfile", "pom.xml")) {
            String text = Files.readString(ROOT.resolve(file))
                    .replaceAll("(?s)<(test.compiler|test.jvm.args|compilerArgs?|arg|errorprone.flags)>.*?</\\1>", "");
            assertFalse(JVM_OPTION.matcher(text).find(), file);
        }
        assertTrue(Files.readString(ROOT.resolve("legato")).endsWith("exec sh \"$home/launch\" \"$@\"\n"));
    }

    @Test
    void containerfile_copiesWhatThereIs() throws Exception {
        List<String> copies = Files.readAllLines(ROOT.resolve("deploy/container/Containerfile")).stream()
                .filter(line -> line.startsWith("COPY "))
                .toList();
        assertFalse(copies.isEmpty());
        for (String copy : copies) {
            List<String> words = Arrays.asList(copy.split(" "));
            for (String source : words.subList(1, words.size() - 1)) {
                Path path = ROOT.resolve(source.replace("${DISTRIBUTION}", "all-in-one"));
                try (var found = Files.newDirectoryStream(
                        path.getParent(), path.getFileName().toString())) {
                    assertTrue(found.iterator().hasNext(), source);
                }
            }
        }
    }

    /** The launcher's arguments to Java, then its LEGATO_ variables. */
    private static List<String> launch(String command, Map<String, String> environment) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("sh", HOME.resolve("launch").toString()));
        words.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LEGATO_"));
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var output = process.inputReader()) {
            List<String> lines = output.lines().toList();
            assertEquals(0, process.waitFor(), lines.toString());
            return lines;
        }
    }

    /** With the files of options in place of their names, as the real Java reads them. */
    private static List<String> jvmOptions(List<String> arguments) {
        return arguments.stream()
                .takeWhile(argument -> !argument.equals("-cp"))
                .flatMap(argument ->
                        argument.startsWith("@") ? lines(Path.of(argument.substring(1))) : Stream.of(argument))
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
