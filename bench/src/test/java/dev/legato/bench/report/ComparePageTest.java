package dev.legato.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestScenarios;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Spread;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparePageTest {
    @Test
    void of_judgesOnlyWhatTheSpreadAllows() throws IOException {
        String page = ComparePage.of(
                run(new Spread(100, 98, 102, 4), new Spread(5, 4, 6, 4)),
                run(new Spread(150, 148, 152, 4), new Spread(5.5, 5, 7, 4)));
        assertTrue(page.contains("Better in B: 1. Worse: 0. No verdict: 1 of 2 figures."), page);
        assertTrue(page.contains("B is higher"));
        assertTrue(page.contains("none: the spreads overlap"));
        assertTrue(page.endsWith("</html>\n"));
        assertFalse(page.contains("src=") || page.contains("href="), "needs no other file");
    }

    @Test
    void tone_ofMoreCpuIsWorse() {
        Spread less = new Spread(5, 4, 6, 4);
        Spread more = new Spread(9, 8, 10, 4);
        assertEquals("worse", new Compare.Row("µs CPU/request", true, less, more).tone());
        assertEquals("better", new Compare.Row("requests/s", false, less, more).tone());
    }

    @Test
    void warnings_whenNothingStandsInBoth() {
        Result a = run(new Spread(1, 1, 1, 4), new Spread(1, 1, 1, 4));
        Result none = new Result(
                a.version(),
                "failed",
                List.of(),
                a.scenario(),
                a.started(),
                1,
                a.command(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
        assertEquals(2, Compare.warnings(a, none).size());
    }

    @Test
    void verdict_needsSpreadsThatDoNotOverlap() {
        assertEquals("none: the spreads overlap", Compare.verdict(new Spread(2, 1, 4, 3), new Spread(5, 3, 6, 3)));
        assertEquals("B is lower", Compare.verdict(new Spread(5, 4, 6, 3), new Spread(2, 1, 3, 3)));
    }

    private static Result run(Spread rate, Spread cpu) {
        Result.Outcome outcome = new Result.Outcome(
                "legato", "legato", List.of(), rate, null, cpu, null, Map.of(), Map.of(), Map.of(), Map.of());
        return new Result(
                Result.VERSION,
                "complete",
                List.of(),
                TestScenarios.range(4, 0, 1),
                Instant.EPOCH,
                10,
                List.of("./legato", "bench"),
                Map.of("kernel", "Linux"),
                List.of(),
                List.of(),
                List.of(new Result.Case("4KiB", List.of(outcome), List.of(), null)));
    }
}
