package dev.legato.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.bench.AudioServer;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.measure.Quiet;
import dev.legato.bench.report.Result;
import dev.legato.bench.report.Round;
import dev.legato.bench.scenario.Plan;
import dev.legato.bench.workload.Histograms;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRunIT {
    private static final Quiet NOISY = new Quiet(0.5, 0, 3);
    private static final Quiet QUIET = new Quiet(0.01, 0, 1);

    @TempDir
    Path folder;

    @Test
    void noisyRound_isRepeatedAndNotAveragedIn() throws Exception {
        Queue<Quiet> heard = new ArrayDeque<>(List.of(NOISY, QUIET, QUIET, NOISY, NOISY, QUIET));
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            BenchRun run = new BenchRun(
                    TestScenarios.range(2, 0, 1).with(new Plan(3, 0, 0.1, 0.2)),
                    options(server.port()),
                    Map.of(),
                    new Progress(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8), false),
                    Clock.systemUTC(),
                    _ -> heard.remove());
            Result result = run.run();
            assertEquals(ExitCode.OK, run.exitCode());
            Result.Outcome outcome = result.cases().getFirst().outcomes().getFirst();
            assertEquals(
                    List.of("1.1 out", "1.2 in", "2.1 in", "3.1 out", "3.2 out", "3.3 in"),
                    outcome.rounds().stream()
                            .map(round -> round.number() + "." + round.attempt() + (round.counts() ? " in" : " out"))
                            .toList());
            assertEquals(3, outcome.latency().get("p50").count());
            assertEquals(
                    outcome.rounds().stream()
                            .filter(Round::counts)
                            .mapToLong(Round::requests)
                            .sum(),
                    Histograms.decode(outcome.histograms().getOrDefault("latency", ""))
                            .getTotalCount());
        }
    }

    private RunOptions options(int port) {
        return new RunOptions(
                List.of(),
                "http://127.0.0.1:" + port,
                0,
                folder.resolve("out"),
                folder,
                1,
                List.of(),
                false,
                false,
                false,
                false,
                List.of("test"));
    }
}
