package dev.legato.search.opensearch;

import dev.legato.runtime.settings.Settings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * An OpenSearch node that the tests of this JVM share, started when first asked for. It runs in a JVM of its own, and ends
 * with this one however that ends, since its input is then closed.
 */
final class TestNode {
    private static final Path MODULE = Path.of("..", "opensearch-node");
    private static final AtomicInteger INDEXES = new AtomicInteger();

    private TestNode() {}

    private static final class Started {
        static final URI NODE = start();
    }

    /** Settings of an index of its own. */
    static OpenSearchSettings settings(Map<String, String> more) {
        return OpenSearchSettings.from(Settings.of(Map.of(
                                "search.opensearch.uri",
                                Started.NODE.toString(),
                                "search.opensearch.index",
                                "test" + INDEXES.incrementAndGet(),
                                "search.opensearch.replicas",
                                "0",
                                // However busy the machine: a node that is up is waited for.
                                "search.opensearch.timeout",
                                "30s"))
                        .with(more))
                .orElseThrow();
    }

    private static URI start() {
        try {
            Path folder = Files.createTempDirectory("legato-opensearch");
            String classPath = Files.readString(MODULE.resolve("target").resolve("classpath"))
                    .strip();
            Process node = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx400m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classPath,
                            MODULE.resolve("OpenSearchNode.java").toString(),
                            folder.toString()))
                    .redirectError(ProcessBuilder.Redirect.to(new File(folder.toFile(), "log")))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, folder)));
            BufferedReader output = node.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("port ")) {
                    Thread _ = Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                    return URI.create("http://127.0.0.1:" + line.substring("port ".length()));
                }
            }
            throw new IllegalStateException("OpenSearch did not start: " + Files.readString(folder.resolve("log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Process node, Path folder) {
        var _ = node.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
