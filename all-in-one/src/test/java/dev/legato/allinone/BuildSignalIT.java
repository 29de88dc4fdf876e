package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal while {@code ./legato} builds ends the build, with what that has started. */
@Timeout(120)
class BuildSignalIT {
    /** A build that takes long, with a compiler beside it. */
    private static final String MAVEN = """
            #!/bin/sh
            echo "[INFO] Building contracts 0.1 [1/3]"
            sleep 1000 &
            sleep 1000
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void build_onASignal_leavesNothingRunning(String signal, int status) throws Exception {
        Path script = Files.copy(Path.of("../legato"), folder.resolve("legato"));
        Files.createFile(folder.resolve("pom.xml"));
        Path maven =
                Files.writeString(Files.createDirectory(folder.resolve("bin")).resolve("mvn"), MAVEN);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT,HUP", "sh", script.toString(), "up");
        builder.redirectErrorStream(true)
                .environment()
                .merge("PATH", maven.getParent().toString(), (path, first) -> first + ":" + path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process legato = builder.start();
        try (BufferedReader output = legato.inputReader()) {
            assertEquals("Building 1/3 contracts", output.readLine());
            List<ProcessHandle> started = legato.descendants().toList();
            assertTrue(started.size() >= 2, started.toString());
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + signal, Long.toString(legato.pid()))
                            .start()
                            .waitFor());
            assertEquals(List.of("Stopped."), output.lines().toList());
            assertEquals(status, legato.waitFor());
            Stream<CompletableFuture<ProcessHandle>> ends = started.stream().map(ProcessHandle::onExit);
            CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
        } finally {
            legato.destroyForcibly();
        }
    }
}
