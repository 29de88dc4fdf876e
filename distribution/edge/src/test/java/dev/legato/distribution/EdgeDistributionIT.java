package dev.legato.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge's own distribution: what it holds, and that it serves with no more than that. */
class EdgeDistributionIT {
    private static final Path HOME = Path.of("target", "legato").toAbsolutePath();
    private static final Pattern NOT_AN_EDGES = Pattern.compile(
            "embedded-|kafka|rocksdb|postgres|pg-client|sql-client|flyway|redis|jmh|ffmpeg|javacpp|media-|all-in-one|bench");
    private static final Pattern NATIVE = Pattern.compile("netty-tcnative-boringssl|native-epoll");

    /** They are 2.8 MB; BoringSSL alone would be 6.3 for all platforms. */
    private static final long MAX_NATIVE_BYTES = 3_500_000;

    private static final Pattern PORT = Pattern.compile("edge serves on port (\\d+)");

    @TempDir
    private Path folder;

    @Test
    void lib_ofTheEdge_holdsNoStoresNoBackendsAndNoTools() throws Exception {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            assertTrue(names.stream().anyMatch(name -> name.startsWith("edge-streamer-")), names.toString());
            assertEquals(
                    List.of(),
                    names.stream()
                            .filter(name -> NOT_AN_EDGES.matcher(name).find())
                            .toList());
        }
    }

    @Test
    void lib_nativesOfNetty_areThoseOfLinuxAlone() throws Exception {
        List<Path> natives = natives();
        assertEquals(
                List.of(
                        "netty-tcnative-boringssl-static linux-aarch_64",
                        "netty-tcnative-boringssl-static linux-x86_64",
                        "netty-transport-native-epoll linux-aarch_64",
                        "netty-transport-native-epoll linux-x86_64"),
                natives.stream()
                        .map(jar -> jar.getFileName().toString().replaceFirst("-\\d[^-]*-(.*)\\.jar", " $1"))
                        .sorted()
                        .toList());
        long bytes = 0;
        for (Path jar : natives) {
            bytes += Files.size(jar);
        }
        assertTrue(bytes < MAX_NATIVE_BYTES, "%d bytes of natives".formatted(bytes));
    }

    /** Those of Linux do not load on macOS, which is as if they were not there. */
    @Test
    void runEdge_withoutNatives_servesARange() throws Exception {
        Path home = Files.createDirectories(folder.resolve("macos"));
        Files.createDirectory(home.resolve("lib"));
        try (Stream<Path> files = Files.list(HOME);
                Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.createSymbolicLink(home.resolve(file.getFileName()), file);
            }
            List<Path> left = natives();
            for (Path jar : jars.filter(jar -> !left.contains(jar)).toList()) {
                Files.createSymbolicLink(home.resolve("lib").resolve(jar.getFileName()), jar);
            }
        }
        assertServesARange(home, "none", _ -> {});
    }

    private static List<Path> natives() throws Exception {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            return jars.filter(
                            jar -> NATIVE.matcher(jar.getFileName().toString()).find())
                    .toList();
        }
    }

    /** As an image does: the cache of loaded classes is made first, and used then. */
    @Test
    void train_thenRunEdge_servesFromTheCache() throws Exception {
        Path cache = HOME.resolve("run-edge.aot");
        try {
            Process train = process(Map.of(), HOME.resolve("train").toString());
            String said = new String(train.getInputStream().readAllBytes());
            assertEquals(0, train.waitFor(), said);
            assertServesARange(
                    HOME,
                    "none",
                    edge -> assertTrue(
                            Files.readString(Path.of("/proc/%d/maps".formatted(edge.pid())))
                                    .contains(cache.toRealPath().toString()),
                            "the cache is mapped"));
        } finally {
            Files.deleteIfExists(cache);
        }
    }

    /** In a cluster, too: Hazelcast is all that an edge may need beside its folder. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "members"})
    void runEdge_overAFolder_servesARange(String discovery) throws Exception {
        assertServesARange(HOME, discovery, _ -> {});
    }

    /** What is to be seen of an edge that serves. */
    private interface Look {
        void at(Process edge) throws Exception;
    }

    private void assertServesARange(Path home, String discovery, Look look) throws Exception {
        Files.writeString(folder.resolve("a.flac"), "0123456789");
        Process edge = launch(
                home,
                Map.of(
                        "LEGATO_EDGE_ROOT", folder.toString(),
                        "LEGATO_EDGE_OPEN", "true",
                        "LEGATO_EDGE_PORT", "0",
                        "LEGATO_MANAGEMENT_PORT", "0",
                        "LEGATO_CLUSTER_DISCOVERY", discovery),
                "run",
                "edge");
        try (BufferedReader log = edge.inputReader();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/audio/a.flac".formatted(port(log))))
                            .header("Range", "bytes=2-4")
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(206, answer.statusCode());
            assertEquals("234", answer.body());
            look.at(edge);
            edge.destroy();
            assertTrue(edge.waitFor(60, TimeUnit.SECONDS));
            assertEquals(143, edge.exitValue());
        } finally {
            edge.destroyForcibly();
        }
    }

    @Test
    void launch_commandOfAnotherRole_namesItsOwn() throws Exception {
        Process account = launch(HOME, Map.of(), "run", "account");
        String said = new String(account.getInputStream().readAllBytes());
        assertEquals(2, account.waitFor());
        assertEquals("legato: this distribution has no command 'run account' (expected: run edge, edge)\n", said);
    }

    /** From the line that says where it serves. */
    private static int port(BufferedReader log) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            lines.add(line);
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return Integer.parseInt(port.group(1));
            }
        }
        throw new AssertionError(String.join("\n", lines));
    }

    private static Process launch(Path home, Map<String, String> environment, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(home.resolve("launch").toString()));
        words.addAll(List.of(command));
        return process(environment, words.toArray(String[]::new));
    }

    private static Process process(Map<String, String> environment, String... script) throws Exception {
        List<String> words = new ArrayList<>(List.of("sh"));
        words.addAll(List.of(script));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LEGATO_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
