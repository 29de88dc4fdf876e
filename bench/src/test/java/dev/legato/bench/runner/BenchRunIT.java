package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.AudioServer;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.result.Noise;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Round;
import dev.legato.bench.scenario.Plan;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRunIT {
    private static final Noise NOISY = new Noise(0.5, 0, 3);
    private static final Noise QUIET = new Noise(0.01, 0, 1);
    private static final Progress SILENT =
            new Progress(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);

    @TempDir
    Path folder;

    @Test
    void noisyRound_isRepeatedAndNotAveragedIn() throws Exception {
        Queue<Noise> heard = new ArrayDeque<>(List.of(NOISY, QUIET, QUIET, NOISY, NOISY, QUIET));
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            BenchRun run = new BenchRun(
                    TestScenarios.range(2, 0, 1).with(new Plan(3, 0, 0.1, 0.2)),
                    options(server.port()),
                    Map.of(),
                    SILENT,
                    Clock.systemUTC(),
                    judge(heard));
            Result result = run.run();
            assertEquals(ExitCode.OK, run.exitCode());
            Result.Outcome outcome = result.cases().getFirst().outcomes().getFirst();
            assertEquals(List.of("1.1 out", "1.2 in", "2.1 in", "3.1 out", "3.2 out", "3.3 in"), rounds(outcome));
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

    @Test
    void turns_ofTwoServers_makeRoundsOfPairsOverKeptConnections() throws Exception {
        Queue<Noise> heard = new ArrayDeque<>(List.of(QUIET, NOISY, QUIET, QUIET));
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            BenchRun run = new BenchRun(
                    TestScenarios.range(2, 0, 1).with(new Plan(3, 0, 0, 0.05)),
                    options(server.port(), "limit"),
                    Map.of(),
                    SILENT,
                    Clock.systemUTC(),
                    judge(heard));
            Result result = run.run();
            assertEquals(List.of(), result.problems());
            Result.Case one = result.cases().getFirst();
            assertEquals(
                    List.of("target", "limit"),
                    one.outcomes().stream().map(Result.Outcome::server).toList());
            for (Result.Outcome outcome : one.outcomes()) {
                assertEquals(List.of("1.1 in", "2.1 out", "2.2 in", "3.1 in"), rounds(outcome));
                for (Round round : outcome.rounds()) {
                    assertTrue(round.requests() > 0, outcome.server());
                    assertEquals(round.requests(), round.checked(), "every answer of a turn belongs to it");
                    assertEquals(round.requests() * 4096, round.bytes());
                }
            }
            assertEquals(3, one.comparisons().getFirst().rate().count(), "a pair a round");
            assertEquals(2, server.connections(), "the same connections in all turns");
        }
    }

    @Test
    void generator_alwaysTheBottleneck_isRefusedWithoutFigures() throws Exception {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            BenchRun run = run(server, 4, (_, _) -> true);
            Result result = run.run();
            assertEquals(ExitCode.REFUSED, run.exitCode());
            assertEquals("refused", result.status());
            assertTrue(
                    result.problems().getFirst().startsWith("refused: the generator was the bottleneck"),
                    result.problems().getFirst());
            assertEquals(List.of(), result.cases(), "no figure of such a run is reported");
        }
    }

    @Test
    void generator_bottleneckOnce_repeatsThatRound() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            // Each turn is judged several times: what it was at first, it stays.
            Map<LoadReport, Boolean> judged = new IdentityHashMap<>();
            BenchRun run =
                    run(server, 2, (report, _) -> judged.computeIfAbsent(report, _ -> turns.incrementAndGet() == 1));
            Result result = run.run();
            assertEquals(ExitCode.OK, run.exitCode(), result.problems().toString());
            Result.Outcome outcome = result.cases().getFirst().outcomes().getFirst();
            assertEquals(List.of("1.1 out", "1.2 in", "2.1 in"), rounds(outcome));
            assertEquals(
                    "the generator was the bottleneck",
                    outcome.rounds().getFirst().remark());
        }
    }

    private BenchRun run(AudioServer server, int rounds, BiPredicate<LoadReport, Double> generatorBound) {
        return new BenchRun(
                TestScenarios.range(2, 0, 1).with(new Plan(rounds, 0, 0, 0.05)),
                options(server.port()),
                Map.of(),
                SILENT,
                Clock.systemUTC(),
                new RoundJudge(_ -> QUIET, generatorBound));
    }

    private static RoundJudge judge(Queue<Noise> heard) {
        return new RoundJudge(_ -> heard.remove(), (_, _) -> false);
    }

    private static List<String> rounds(Result.Outcome outcome) {
        return outcome.rounds().stream()
                .map(round -> round.number() + "." + round.attempt() + (round.counts() ? " in" : " out"))
                .toList();
    }

    private RunOptions options(int port, String... servers) {
        return new RunOptions(
                List.of(servers),
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
                false,
                List.of(),
                List.of(),
                List.of("test"));
    }
}
