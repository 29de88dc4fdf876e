package dev.legato.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.bench.report.Compare;
import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.report.Result;
import dev.legato.bench.run.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bench, from its command line to its exit code. */
class MainIT {
    @TempDir
    Path folder;

    @Test
    void quick_measuresLegatoAndTheLimitAndLeavesNothing() throws IOException {
        Set<String> before = leftovers();
        assertEquals(ExitCode.OK, bench("--quick", "--sizes", "16KiB", "--rounds", "1").code);
        Result result = ReportFolder.read(out());
        assertEquals("complete", result.status());
        assertEquals(
                List.of("legato", "limit"),
                result.servers().stream().map(Result.Server::family).toList());
        assertTrue(Files.readString(out().resolve("report.html")).contains("</html>"));
        assertTrue(Compare.text(result, result).contains("none: too few rounds"));
        assertEquals(before, leftovers());
    }

    @Test
    void target_isMeasuredWithoutBeingStarted() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            assertEquals(ExitCode.OK, against(server.port()).code);
            assertEquals("target", ReportFolder.read(out()).servers().getFirst().name());
        }
    }

    @Test
    void server_missing() throws IOException {
        AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE);
        int port = server.port();
        server.close();
        Ended ended = against(port);
        assertEquals(ExitCode.SERVER, ended.code);
        assertTrue(ended.text.contains("connection refused (expected: a server that listens there)"), ended.text);
    }

    @Test
    void server_goneHalfWay() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.GONE_AFTER_3)) {
            Ended ended = against(server.port());
            assertEquals(ExitCode.SERVER, ended.code);
            assertTrue(ended.text.contains("connection refused"), ended.text);
            assertEquals("failed", ReportFolder.read(out()).status());
        }
    }

    @Test
    void server_wrongBody() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.WRONG_BYTE)) {
            Ended ended = against(server.port());
            assertEquals(ExitCode.SERVER, ended.code);
            assertTrue(ended.text.contains("(expected: 0x"), ended.text);
        }
    }

    @Test
    void server_wrongStatus() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.ALWAYS_404)) {
            Ended ended = against(server.port());
            assertEquals(ExitCode.SERVER, ended.code);
            assertTrue(ended.text.contains("status 404 (expected: 206)"), ended.text);
        }
    }

    @Test
    void report_withoutAPlace() throws IOException {
        Files.writeString(folder.resolve("out"), "a file");
        Ended ended = bench("--quick");
        assertEquals(ExitCode.REPORT, ended.code);
        assertTrue(ended.text.contains("the report cannot be written"), ended.text);
    }

    @Test
    void report_onAFullDisk() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString())
                                .start()
                                .waitFor()
                        == 0,
                "needs root to make a small disk");
        try {
            Ended ended = run("--quick", "--out", disk.resolve("out").toString());
            assertEquals(ExitCode.REPORT, ended.code);
            assertTrue(ended.text.contains("kB free (expected: >= "), ended.text);
        } finally {
            assertEquals(
                    0, new ProcessBuilder("umount", disk.toString()).start().waitFor());
        }
    }

    @Test
    void scenario_unknown() {
        Ended ended = bench("rnage");
        assertEquals(ExitCode.USAGE, ended.code);
        assertTrue(ended.text.contains("expected: one of range"), ended.text);
    }

    private record Ended(int code, String text) {}

    private Path out() {
        return folder.resolve("out");
    }

    private Ended against(int port) throws IOException {
        Path scenario = Files.writeString(folder.resolve("small.yaml"), TestScenarios.YAML);
        return bench(scenario.toString(), "--target", "http://127.0.0.1:" + port, "--peer", "none", "--accept-noise");
    }

    private Ended bench(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--out", out().toString()));
        return run(all.toArray(String[]::new));
    }

    private static Ended run(String... arguments) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(text, true, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(to);
        System.setErr(to);
        try {
            int code = Main.run(arguments, Clock.systemUTC());
            return new Ended(code, text.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static Set<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            return files.map(Path::toString)
                    .filter(name -> name.contains("legato-bench-"))
                    .collect(Collectors.toSet());
        }
    }
}
