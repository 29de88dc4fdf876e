package dev.legato.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestResults;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompareTest {
    private static Outcome legato(double... cpu) {
        return TestResults.outcome(
                "legato", TestResults.round(1, cpu[0]), TestResults.round(2, cpu[1]), TestResults.round(3, cpu[2]));
    }

    private static Result run(String label, Outcome... outcomes) {
        return TestResults.run(new Case(label, List.of(outcomes), List.of(), null));
    }

    @Test
    void pairs_areOfTheSameServerInTheSameCase() {
        Outcome nginx = TestResults.outcome("nginx", TestResults.round(1, 10));
        Result a = run("64KiB", legato(8, 8, 8), nginx);
        assertEquals(
                List.of("legato"),
                Compare.pairs(a, run("64KiB", legato(9, 9, 9))).stream()
                        .map(Compare.Pair::server)
                        .toList());
        assertEquals(List.of(), Compare.pairs(a, run("256KiB", legato(9, 9, 9))));
    }

    @Test
    void rows_figureThatOneRunLacks_isLeftOut() {
        Outcome unknownCost = new Outcome(
                "legato",
                "legato",
                List.of(),
                legato(8, 8, 8).requestsPerSecond(),
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
        List<String> figures =
                Compare.pairs(run("64KiB", legato(8, 8, 8)), run("64KiB", unknownCost)).getFirst().rows().stream()
                        .map(Compare.Row::figure)
                        .toList();
        assertEquals(List.of("requests/s"), figures);
    }

    @Test
    void text_hasRatioAndVerdict() {
        String text = Compare.text(run("64KiB", legato(8, 8.1, 8.2)), run("64KiB", legato(4, 4.05, 4.1)));
        String row = text.lines()
                .filter(line -> line.contains("µs CPU/request"))
                .findFirst()
                .orElseThrow();
        assertTrue(row.contains("8.10 (8.00–8.20)"), row);
        assertTrue(row.contains("4.05 (4.00–4.10)"), row);
        assertTrue(row.contains("0.500"), row);
        assertTrue(row.endsWith("B is lower"), row);
    }

    @Test
    void warnings_incompleteRun_isNamed() {
        Result failed = TestResults.run("failed", List.of("why"), Map.of(), TestResults.twoServers());
        List<String> warnings = Compare.warnings(TestResults.run(TestResults.twoServers()), failed);
        assertEquals(List.of("A run that is not complete is no result: A is complete, B is failed."), warnings);
    }

    @Test
    void warnings_twoRunsOfTheSame_areNone() {
        Result run = TestResults.run(TestResults.twoServers());
        assertEquals(List.of(), Compare.warnings(run, run));
    }

    @Test
    void differences_areThoseFactsThatDiffer() {
        Result a = TestResults.run("complete", List.of(), Map.of("kernel", "6.1", "JDK", "25"));
        Result b = TestResults.run("complete", List.of(), Map.of("kernel", "6.8", "JDK", "25", "TLS", "1.3"));
        assertEquals(Map.of("kernel", List.of("6.1", "6.8"), "TLS", List.of("–", "1.3")), Compare.differences(a, b));
    }
}
