package dev.legato.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.result.Result.Comparison;
import dev.legato.bench.result.Result.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    @Test
    void verdict_isWithheldWhenRoundsDisagree() {
        assertTrue(Outcomes.verdict("CPU", new Spread(0.9, 0.8, 1.1, 4)).endsWith("no verdict"));
    }

    @Test
    void verdict_isWithheldForTwoRounds() {
        assertTrue(Outcomes.verdict("CPU", new Spread(0.9, 0.8, 0.95, 2)).endsWith("too few rounds for a verdict"));
    }

    @Test
    void verdict_isGivenWhenTheIntervalExcludesOne() {
        assertEquals(
                "CPU: 0.900 × (0.800 to 0.950, 4 rounds); less",
                Outcomes.verdict("CPU", new Spread(0.9, 0.8, 0.95, 4)));
    }

    @Test
    void compare_pairsWhatRanInTheSameRound() {
        // Both cost twice as much in the second round; the third was noisy at its first attempt.
        Outcome ours = outcome("ours", round(1, 1, 8), round(2, 1, 16), turnedDown(3, 99), round(3, 2, 9));
        Outcome theirs = outcome("theirs", round(1, 1, 10), round(2, 1, 20), turnedDown(3, 1), round(3, 2, 10));
        Comparison comparison = Outcomes.compare(List.of(ours, theirs), true).getFirst();
        assertEquals(new Spread(0.8, 0.8, 0.9, 3), comparison.cpu());
        assertTrue(comparison.verdict().endsWith("3 rounds); less"), comparison.verdict());
    }

    @Test
    void summarize_keepsFiguresOfNoRound() {
        assertEquals(
                2.5,
                Outcomes.summarize("s", "s", List.of(round(1, 1, 8)), Map.of(), Map.of(), Map.of("more", 2.5))
                        .figures()
                        .get("more"));
    }

    private static Outcome outcome(String server, Round... rounds) {
        return Outcomes.summarize(server, server, List.of(rounds), Map.of(), Map.of(), Map.of());
    }

    private static Round round(int number, int attempt, double cpuMicros) {
        return round(number, attempt, true, cpuMicros);
    }

    private static Round turnedDown(int number, double cpuMicros) {
        return round(number, 1, false, cpuMicros);
    }

    private static Round round(int number, int attempt, boolean counts, double cpuMicros) {
        Map<String, Double> latency = new TreeMap<>();
        Round.PERCENTILES.keySet().forEach(name -> latency.put(name, 1.0));
        return new Round(
                number,
                attempt,
                counts,
                "",
                0.2,
                100,
                100,
                0,
                Map.of(),
                List.of(),
                500,
                1,
                cpuMicros,
                cpuMicros,
                1.0,
                0.5,
                latency,
                0L,
                0,
                null,
                new Noise(0, 0, 1),
                "cubic",
                Map.of(),
                List.of());
    }
}
