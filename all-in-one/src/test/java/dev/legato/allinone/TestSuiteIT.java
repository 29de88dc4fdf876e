package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./legato test} and {@code ./legato soak} before a Maven that only writes reports. */
@Timeout(60)
class TestSuiteIT {
    private static final String MAVEN = """
            #!/bin/sh
            echo "mvn $*"
            report() {
              printf '<?xml version="1.0"?>\\n<testsuite xmlns:x="y" name="%s" time="%s" tests="1">\\n</testsuite>\\n' "$2" "$3" >"$1/TEST-$2.xml"
            }
            for kind in surefire failsafe; do mkdir -p edge/target/$kind-reports; done
            report edge/target/surefire-reports dev.legato.FastTest 0.5
            report edge/target/failsafe-reports dev.legato.SlowIT 1,234.5
            exit 3
            """;

    @TempDir
    private Path folder;

    private Path maven;

    @BeforeEach
    void copyScripts() throws IOException {
        Files.copy(
                Path.of("../build-config/test-suite"),
                Files.createDirectory(folder.resolve("build-config")).resolve("test-suite"));
        maven = Files.writeString(folder.resolve("mvn"), MAVEN);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path old = Files.createDirectories(folder.resolve("bench/target/surefire-reports"));
        Files.writeString(
                old.resolve("TEST-dev.legato.OldTest.xml"), "<testsuite name=\"dev.legato.OldTest\" time=\"9\">\n");
    }

    @Test
    void test_always_passesArgumentsOn_namesTheSlowestClasses_andEndsAsMavenDid() throws Exception {
        List<String> output = run(3, "test", "-pl", "edge");
        assertEquals("mvn -B verify -pl edge -T 3 -Dmodule.forks=1", output.getFirst());
        assertEquals(
                List.of("  1234.5 dev.legato.SlowIT", "     0.5 dev.legato.FastTest"),
                output.stream().filter(line -> line.contains(" dev.legato.")).toList());
        assertTrue(output.contains("All classes together took 20 min 35 s."), output.toString());
        assertTrue(output.getLast().endsWith("of a budget of 8 min on two quiet cores."), output.toString());
    }

    @Test
    void test_full_addsFuzzingAndLongVersions() throws Exception {
        List<String> output = run(3, "test", "--full", "-o");
        assertEquals("mvn -B verify -Pfuzz -Dlegato.full=true -o -T 3 -Dmodule.forks=1", output.getFirst());
        assertTrue(output.getLast().endsWith("of a budget of 40 min on two quiet cores."), output.toString());
    }

    @Test
    void soak_named_runsItsTestAlone() throws Exception {
        String first = run(3, "soak", "kills", "-o").getFirst();
        assertTrue(first.contains("-pl all-in-one -am") && first.contains("-Dit.test=CountingKillsIT"), first);
        assertTrue(first.endsWith("-Dlegato.kills=200 -o"), first);
    }

    @Test
    void soak_unknownOrUnnamed_listsThem() throws Exception {
        for (String[] arguments : new String[][] {{"soak"}, {"soak", "nothing"}}) {
            List<String> output = run(2, arguments);
            assertEquals("Usage: ./legato soak NAME [MAVEN-ARGUMENT...]", output.getFirst());
            assertTrue(output.stream().anyMatch(line -> line.startsWith("  kills ")), output.toString());
        }
    }

    private List<String> run(int status, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("sh", folder.resolve("build-config/test-suite").toString(), maven.toString()));
        command.addAll(Arrays.asList(arguments));
        Process suite = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output = suite.inputReader().lines().toList();
        assertTrue(suite.waitFor(30, TimeUnit.SECONDS));
        assertEquals(status, suite.exitValue(), output.toString());
        return output;
    }
}
