package dev.legato.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.result.Result;
import dev.legato.bench.runner.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bench, from its command line to its exit code. */
class MainIT {
    @TempDir
    Path folder;

    @Test
    void quick_measuresLegatoAndTheLimitAndLeavesNothing() throws IOException {
        assertEquals(
                ExitCode.OK,
                Ended.of(folder, "--quick", "--sizes", "16KiB", "--rounds", "1").code());
        Result result = ReportFolder.read(out());
        assertEquals("complete", result.status());
        assertEquals(
                List.of("legato", "limit"),
                result.servers().stream().map(Result.Server::family).toList());
        assertTrue(Files.readString(out().resolve("report.html")).contains("</html>"));
        String out = out().toString();
        Path page = folder.resolve("page.html");
        Ended compared = Ended.run(List.of("compare", out, out, "--out", page.toString()));
        assertEquals(ExitCode.OK, compared.code());
        assertTrue(compared.text().contains("none: too few rounds"), compared.text());
        assertTrue(Files.readString(page).contains("none: too few rounds"));
        assertEquals(List.of(), Ended.leftovers(folder));
    }

    @Test
    void twoProcesses_shareTheLoadAndOneReport() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            assertEquals(
                    ExitCode.OK,
                    Ended.against(folder, server.port(), "--processes", "2").code());
            assertEquals(4, server.mostConnections());
        }
        Result result = ReportFolder.read(out());
        assertEquals("2", result.environment().get("generator processes"));
        Result.Outcome outcome = result.cases().getFirst().outcomes().getFirst();
        long requests = outcome.rounds().getFirst().requests();
        assertTrue(requests > 0);
        assertTrue(outcome.rounds().getFirst().checked() >= requests, "each process compared every body of its own");
        Histogram merged = Histograms.decode(outcome.histograms().getOrDefault("latency", ""));
        assertEquals(requests, merged.getTotalCount(), "the histogram holds both processes' requests");
    }

    @Test
    void target_isMeasuredWithoutBeingStarted() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            assertEquals(ExitCode.OK, Ended.against(folder, server.port()).code());
            assertEquals("target", ReportFolder.read(out()).servers().getFirst().name());
        }
    }

    @Test
    void server_missing() throws IOException {
        AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE);
        int port = server.port();
        server.close();
        Ended ended = Ended.against(folder, port);
        assertEquals(ExitCode.SERVER, ended.code());
        assertTrue(ended.text().contains("connection refused (expected: a server that listens there)"), ended.text());
    }

    @Test
    void server_goneHalfWay() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.GONE_AFTER_3)) {
            Ended ended = Ended.against(folder, server.port());
            assertEquals(ExitCode.SERVER, ended.code());
            assertTrue(ended.text().contains("connection refused"), ended.text());
            assertEquals("failed", ReportFolder.read(out()).status());
        }
    }

    @Test
    void server_wrongBody() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.WRONG_BYTE)) {
            Ended ended = Ended.against(folder, server.port());
            assertEquals(ExitCode.SERVER, ended.code());
            assertTrue(ended.text().contains("(expected: 0x"), ended.text());
        }
    }

    @Test
    void server_wrongStatus() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.ALWAYS_404)) {
            Ended ended = Ended.against(folder, server.port());
            assertEquals(ExitCode.SERVER, ended.code());
            assertTrue(ended.text().contains("status 404 (expected: 206)"), ended.text());
        }
    }

    @Test
    void scenario_unknown() throws IOException {
        Ended ended = Ended.of(folder, "rnage");
        assertEquals(ExitCode.USAGE, ended.code());
        assertTrue(ended.text().contains("expected: one of range"), ended.text());
    }

    private Path out() {
        return folder.resolve("out");
    }
}
