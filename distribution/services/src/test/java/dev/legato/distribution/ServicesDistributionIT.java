package dev.legato.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The services' distribution: what it holds, and that each of its commands is a service that is built from it. */
class ServicesDistributionIT {
    private static final Path HOME = Path.of("target", "legato").toAbsolutePath();
    private static final Pattern NOT_A_SERVICES = Pattern.compile(
            "embedded-|kafka_|kafka-server|jmh|ffmpeg|javacpp|media-import|edge-streamer|hazelcast|all-in-one|bench");

    static List<String> commands() throws Exception {
        return Files.readAllLines(HOME.resolve("commands")).stream()
                .map(line -> line.split(" ", 2)[1])
                .toList();
    }

    @Test
    void lib_ofTheServices_holdsNoBackendsNoEdgeAndNoTools() throws Exception {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            assertTrue(names.stream().anyMatch(name -> name.startsWith("account-api-")), names.toString());
            assertEquals(
                    List.of(),
                    names.stream()
                            .filter(name -> NOT_A_SERVICES.matcher(name).find())
                            .toList());
        }
    }

    /** A service refuses an unknown setting when all of it is built, and before it reaches for anything. */
    @ParameterizedTest
    @MethodSource("commands")
    void launch_withAnUnknownSetting_buildsTheServiceAndNamesIt(String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("sh", HOME.resolve("launch").toString()), Stream.of(command.split(" ")))
                                .toList())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LEGATO_"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "LEGATO_POSTGRES_URI",
                        "postgresql://user:password@localhost/database",
                        "LEGATO_LINKS_KEYS",
                        "k1:" + "A".repeat(43) + "=",
                        "LEGATO_ACCOUNT_MASTER_KEY",
                        "A".repeat(43) + "=",
                        "LEGATO_NONSENSE",
                        "1"));
        Process service = builder.start();
        String said = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(2, service.waitFor(), said);
        assertTrue(said.contains("unknown setting: LEGATO_NONSENSE"), said);
    }
}
