package dev.legato.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestResults;
import dev.legato.bench.result.Result.Ceiling;
import dev.legato.bench.result.Result.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CeilingTest {
    private static Outcome outcome(String server, String family, double requestsPerSecond, double cpuMicros) {
        return Outcomes.summarize(
                server,
                family,
                List.of(TestResults.round(1, 1, true, cpuMicros, requestsPerSecond)),
                Map.of(),
                Map.of(),
                Map.of());
    }

    @Test
    void ceiling_withoutTheLimitServer_isUnknown() {
        assertNull(Outcomes.ceiling(List.of(outcome("legato", "legato", 900, 8))));
    }

    @Test
    void ceiling_generatorWithTimeToSpare_isProjected() {
        Ceiling ceiling = Outcomes.ceiling(List.of(
                outcome("legato", "legato", 900, 8),
                outcome("nginx", "nginx", 1000, 10),
                outcome("limit", "limit", 2000, 4)));
        assertNotNull(ceiling);
        assertEquals(4000, ceiling.requestsPerSecond(), "reached 2000 with half of its processor");
        assertEquals(4, ceiling.timesOpponent());
        assertTrue(!ceiling.reached());
    }

    @Test
    void ceiling_withoutAPeer_isComparedWithNobody() {
        Ceiling ceiling =
                Outcomes.ceiling(List.of(outcome("legato", "legato", 900, 8), outcome("limit", "limit", 2000, 4)));
        assertNotNull(ceiling);
        assertEquals(0, ceiling.timesOpponent());
    }

    @Test
    void best_ofSeveralSettings_isTheCheapest() {
        List<Outcome> outcomes =
                List.of(outcome("nginx (on)", "nginx", 1000, 9), outcome("nginx (off)", "nginx", 1100, 10));
        assertEquals(
                "nginx (on)", Outcomes.best(outcomes, "nginx").orElseThrow().server());
        assertTrue(Outcomes.best(outcomes, "caddy").isEmpty());
    }

    @Test
    void compare_openLoopOfUnknownCost_judgesLatency() {
        Outcome ours = unknownCost("target", 2.0);
        Outcome theirs = unknownCost("other", 4.0);
        String verdict =
                Outcomes.compare(List.of(ours, theirs), false).getFirst().verdict();
        assertTrue(verdict.startsWith("p99: 0.500 ×"), verdict);
        String closed = Outcomes.compare(List.of(ours, theirs), true).getFirst().verdict();
        assertTrue(closed.startsWith("requests a second: 1.000 ×"), closed);
    }

    private static Outcome unknownCost(String server, double p99) {
        Round known = TestResults.round(1, 8);
        Map<String, Double> latency = new java.util.HashMap<>(known.latency());
        latency.put("p99", p99);
        Round unknown = new Round(
                1,
                1,
                true,
                "",
                1,
                1,
                1,
                0,
                Map.of(),
                List.of(),
                500,
                1,
                null,
                null,
                null,
                0.5,
                latency,
                null,
                0,
                null,
                TestResults.QUIET,
                "cubic",
                Map.of(),
                List.of());
        return Outcomes.summarize(server, server, List.of(unknown), Map.of(), Map.of(), Map.of());
    }

    @Test
    void compare_noRoundInCommon_saysNothing() {
        Outcome ours = TestResults.outcome("legato", TestResults.round(1, 8));
        Outcome theirs = TestResults.outcome("nginx", TestResults.round(2, 10));
        assertEquals(List.of(), Outcomes.compare(List.of(ours, theirs), true));
        assertEquals(List.of(), Outcomes.compare(List.of(), true));
    }
}
