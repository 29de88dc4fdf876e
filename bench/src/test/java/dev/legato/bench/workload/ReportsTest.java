package dev.legato.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.bench.os.MachineUse;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportsTest {
    @Test
    void merge_addsCountsAndHistograms() {
        LoadReport merged = Reports.merge(List.of(report(10, 0.2, 1_000_000), report(30, 0.7, 5_000_000)), 2);
        assertEquals(40, merged.requests());
        Histogram latency = Histograms.decode(merged.histograms().getOrDefault("latency", ""));
        assertEquals(40, latency.getTotalCount());
        assertEquals(30, latency.getCountBetweenValues(4_900_000, 5_100_000));
        assertEquals(0.7, merged.cpuSeconds(), "the busiest loop");
    }

    @Test
    void merge_seesThatProcessesWhoShareAProcessorFillIt() {
        LoadReport merged = Reports.merge(List.of(report(1, 0.49, 1_000_000), report(1, 0.49, 1_000_000)), 1);
        assertEquals(0.98, merged.cpuSeconds(), 1e-9);
    }

    private static LoadReport report(int requests, double cpuSeconds, long nanos) {
        Histogram latency = new Histogram(1000, 120_000_000_000L, 3);
        latency.recordValueWithCount(nanos, requests);
        return new LoadReport(
                1,
                requests,
                100L * requests,
                0,
                Map.of(),
                List.of(),
                Map.of("latency", Histograms.encode(latency)),
                Map.of(),
                List.of(),
                cpuSeconds,
                cpuSeconds,
                -1,
                -1,
                0,
                new MachineUse(1, 0, 1, List.of()),
                "cubic");
    }
}
