package dev.legato.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The importer's distribution: what it holds, and that its command is the import. */
class ImporterDistributionIT {
    private static final Path HOME = Path.of("target", "legato").toAbsolutePath();
    private static final Pattern NOT_AN_IMPORTERS = Pattern.compile(
            "embedded-|kafka_|kafka-server|rocksdb|jmh|edge-streamer|hazelcast|all-in-one|bench|account-|metadata-|playlist-");

    @Test
    void lib_ofTheImporter_holdsFfmpeg_butNoServicesAndNoBackends() throws Exception {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            assertTrue(names.stream().anyMatch(name -> name.startsWith("ffmpeg-")), names.toString());
            assertEquals(
                    List.of(),
                    names.stream()
                            .filter(name -> NOT_AN_IMPORTERS.matcher(name).find())
                            .toList());
        }
    }

    @Test
    void launch_importWithoutAFolder_saysWhatItWants() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("sh", HOME.resolve("launch").toString(), "import").redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LEGATO_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process importer = builder.start();
        String said = new String(importer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(2, importer.waitFor(), said);
        assertTrue(said.contains("no DIR (expected: a folder"), said);
    }
}
