package dev.legato.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.testing.NpmPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page's scripts and styles: what Biome finds in them, and their unit tests, which Node runs. */
class ScriptsIT {
    private static final NpmPackage BIOME = new NpmPackage(
            "@biomejs/cli-linux-x64",
            "2.6.8",
            "XIk3pLQT56I6Tti+u0DF8FtSNXjCMTPbxVTzfJ9cS2t1ImVKvrqV5b52GuEaJg6/wuiXvz0sjfb5saB4TPRjzA==");

    @Test
    void lint_ofScriptsAndStyles_findsNothing() throws Exception {
        String biome = BIOME.unpacked("biome").toString();
        run(List.of(biome, "lint", "--error-on-warnings", "--colors=off", "."));
    }

    @Test
    void unitTests_ofScripts_pass() throws Exception {
        requireNode();
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> files = Files.list(Path.of("src", "test", "js"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".test.js"))
                    .sorted()
                    .forEach(command::add);
        }
        assertFalse(command.size() < 3, command.toString());
        run(command);
    }

    private static void requireNode() throws InterruptedException {
        try {
            assertEquals(0, new ProcessBuilder("node", "--version").start().waitFor());
        } catch (IOException e) {
            assumeTrue(System.getenv("CI") != null, "there is no node: the scripts' unit tests are passed over");
            throw new AssertionError("CI needs node", e);
        }
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
