package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.legato.bench.TestReports;
import dev.legato.bench.TestResults;
import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.result.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(new Contestant(
            new Result.Server("nginx (on)", "nginx", "", List.of(), Map.of(), Map.of()),
            new ServerAddress("127.0.0.1", 8081, "", false),
            null,
            List.of(),
            false));

    @Test
    void outcome_histograms_areOfTheRoundsThatCount() {
        tally.add(TestResults.round(1, 1, false, 8, 500), report(7));
        tally.add(TestResults.round(1, 2, true, 8, 500), report(20));
        tally.add(TestResults.round(2, 1, true, 8, 500), report(30));
        Result.Outcome outcome = tally.outcome();
        assertEquals("nginx", outcome.family());
        assertEquals(3, outcome.rounds().size(), "all are shown");
        assertEquals(
                50,
                Histograms.decode(outcome.histograms().getOrDefault("latency", ""))
                        .getTotalCount());
    }

    @Test
    void countSyscalls_arePerRequest() {
        tally.countSyscalls(Map.of("sendfile", 300L), 100);
        assertEquals(Map.of("sendfile", 3.0), tally.outcome().syscallsPerRequest());
    }

    @Test
    void countSyscalls_roundWithoutRequests_countsNothing() {
        tally.countSyscalls(Map.of("sendfile", 300L), 0);
        assertEquals(Map.of(), tally.outcome().syscallsPerRequest());
    }

    @Test
    void discard_takesAllRoundsBack() {
        tally.add(TestResults.round(1, 8), report(20));
        tally.discard();
        assertEquals(List.of(), tally.outcome().rounds());
    }

    @Test
    void outcome_serverThatRestsBetweenItsTurns_hasNoFigureOfThat() {
        assertFalse(tally.outcome().figures().containsKey("CPU between its turns, % of a processor"));
    }

    private static dev.legato.bench.protocol.LoadReport report(int requests) {
        return new TestReports().histogram("latency", 1_000_000, requests).build();
    }
}
