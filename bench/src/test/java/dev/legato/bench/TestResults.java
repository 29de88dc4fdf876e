package dev.legato.bench;

import dev.legato.bench.protocol.Tick;
import dev.legato.bench.result.Noise;
import dev.legato.bench.result.Outcomes;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Result.Outcome;
import dev.legato.bench.result.Round;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes results of runs. */
public final class TestResults {
    public static final Noise QUIET = new Noise(0, 0, 1);

    private TestResults() {}

    /** A round of 500 requests per second that counts. */
    public static Round round(int number, double cpuMicros) {
        return round(number, 1, true, cpuMicros, 500);
    }

    public static Round round(int number, int attempt, boolean counts, double cpuMicros, double requestsPerSecond) {
        Map<String, Double> latency = new TreeMap<>();
        Round.PERCENTILES.keySet().forEach(name -> latency.put(name, 1.0 + number));
        return new Round(
                number,
                attempt,
                counts,
                counts ? "" : "noisy: <others>",
                0.2,
                1234,
                100,
                7,
                Map.of(),
                List.of(),
                requestsPerSecond,
                1,
                cpuMicros,
                cpuMicros,
                0.93,
                0.5,
                latency,
                0L,
                0,
                null,
                QUIET,
                "cubic",
                Map.of(),
                List.of(new Tick(0, 0.1, 50, 5000, 0, 1, 2, 3), new Tick(0.1, 0.1, 40, 4000, 0, 1, 2, 3)));
    }

    /** A server whose name is its family's. */
    public static Outcome outcome(String server, Round... rounds) {
        return Outcomes.summarize(
                server,
                server,
                List.of(rounds),
                Map.of(),
                Map.of("latency", TestReports.histogram(2_000_000, 1000)),
                Map.of());
    }

    /** A complete run of one case. */
    public static Result run(Result.Case one) {
        return run("complete", List.of(), Map.of("kernel", "Linux"), one);
    }

    public static Result run(
            String status, List<String> problems, Map<String, String> environment, Result.Case... cases) {
        return new Result(
                Result.VERSION,
                status,
                problems,
                TestScenarios.range(4, 0, 1),
                Instant.parse("2026-11-29T18:00:00Z"),
                61.4,
                List.of("./legato", "bench", "range"),
                environment,
                List.of("one <remark>"),
                List.of(
                        new Result.Server("legato", "legato", "1", List.of("java"), Map.of("KEY", "value"), Map.of()),
                        new Result.Server(
                                "nginx",
                                "nginx",
                                "1.22",
                                List.of("nginx", "-c"),
                                Map.of(),
                                Map.of("nginx.conf", "a<b"))),
                List.of(cases));
    }

    /** Two servers over three rounds, compared. */
    public static Result.Case twoServers() {
        List<Outcome> outcomes = List.of(
                outcome("legato", round(1, 8), round(2, 8), round(3, 8)),
                outcome("nginx", round(1, 10), round(2, 10), round(3, 10)));
        return new Result.Case("64KiB", outcomes, Outcomes.compare(outcomes, true), null);
    }
}
