package dev.legato.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.bench.TestReports;
import dev.legato.bench.TestResults;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.Scenario;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static Round round(LoadReport report, @Nullable Memory memory, Scenario scenario) {
        return Round.of(1, 1, true, "", report, TestResults.QUIET, memory, scenario);
    }

    private static Round round(TestReports report) {
        return round(report.build(), null, TestScenarios.range(4, 0, 1));
    }

    @Test
    void of_rates_arePerSecondOfTheTurn() {
        Round round = round(new TestReports().seconds(0.5).requests(1000).bytes(4_000_000));
        assertEquals(2000, round.requestsPerSecond());
        assertEquals(8, round.megabytesPerSecond());
    }

    @Test
    void of_cost_isPerRequestAndMegabyte() {
        Round round = round(
                new TestReports().seconds(0.5).requests(1000).bytes(4_000_000).server(0.02));
        assertEquals(20, round.cpuMicrosPerRequest(), 1e-9);
        assertEquals(5000, round.cpuMicrosPerMegabyte(), 1e-9);
        assertEquals(0.04, round.serverUse(), 1e-9);
    }

    @Test
    void of_unknownServer_hasNoCost() {
        Round round = round(new TestReports().server(-1).serverReads(-1));
        assertNull(round.cpuMicrosPerRequest());
        assertNull(round.cpuMicrosPerMegabyte());
        assertNull(round.serverUse());
        assertNull(round.diskReadBytes());
    }

    @Test
    void of_noRequests_dividesByNone() {
        Round round = round(new TestReports().requests(0).bytes(0));
        assertNull(round.cpuMicrosPerRequest());
        assertEquals(0, round.generatorBytesPerRequest());
    }

    @Test
    void of_latency_isMillisecondsByPercentile() {
        Round round = round(new TestReports().histogram("latency", 3_000_000, 99));
        assertEquals(Round.PERCENTILES.keySet(), round.latency().keySet());
        assertEquals(3, round.latency().get("p99.9"), 0.01);
    }

    @Test
    void of_generatorsOwnAllocation_isPerRequest() {
        assertEquals(42, round(new TestReports().requests(100)).generatorBytesPerRequest());
    }

    @Test
    void latency_reportWithoutIt_isRefused() {
        LoadReport none = new LoadReport(
                1,
                1,
                1,
                0,
                Map.of(),
                java.util.List.of(),
                Map.of(),
                Map.of(),
                java.util.List.of(),
                0,
                0,
                0,
                0,
                0,
                0,
                new TestReports().build().machine(),
                "");
        assertThrows(NullPointerException.class, () -> Round.latency(none));
    }

    @Test
    void figures_stepsOfAScenario_haveTheirPercentiles() {
        Map<String, Double> figures =
                round(new TestReports().histogram("seek", 7_000_000, 10)).figures();
        assertEquals(7, figures.get("seek p50, ms"), 0.01);
        assertEquals(7, figures.get("seek p99.9, ms"), 0.01);
        assertFalse(figures.containsKey("latency p50, ms"), "latency has columns of its own");
    }

    @Test
    void figures_listeners_haveTheShareOfSilence() {
        TestReports report =
                new TestReports().server(2).figures(Map.of("listened seconds", 90.0, "silent seconds", 10.0));
        Map<String, Double> figures = round(report).figures();
        assertEquals(10, figures.get("rebuffer ratio, %"), 1e-9);
        assertEquals(200.0 / 90, figures.get("CPU a stream, % of a processor"), 1e-9);
    }

    @Test
    void figures_memoryOfListeners_isPerConnection() {
        LoadReport report =
                new TestReports().figures(Map.of("listened seconds", 90.0)).build();
        Map<String, Double> figures = round(report, new Memory(40_000, 8_000, 4_000), TestScenarios.players(4))
                .figures();
        assertEquals(10, figures.get("RSS a connection, kB"), 1e-9);
        assertEquals(2, figures.get("kernel TCP buffers a connection, kB"), 1e-9);
        assertEquals(1, figures.get("kernel slab a connection, both ends, kB"), 1e-9);
    }

    @Test
    void figures_ingest_countsEventsNotRequests() {
        IngestScenario ingest = new IngestScenario("ingest", "a test", TestScenarios.PLAN, 1000, 10, 4);
        Map<String, Double> figures = round(
                        new TestReports().seconds(2).requests(150).build(), null, ingest)
                .figures();
        assertEquals(10, figures.get("events a request"));
        assertEquals(1000, figures.get("events a second asked for"));
        assertEquals(750, figures.get("events a second acknowledged"));
    }
}
