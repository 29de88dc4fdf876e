package dev.legato.bench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.legato.bench.TestReports;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportsTest {
    @Test
    void merge_ofOne_isThatOne() {
        LoadReport alone = new TestReports().build();
        assertSame(alone, Reports.merge(List.of(alone), 4));
    }

    @Test
    void merge_ofTwo_addsCountsAndHistograms() {
        LoadReport merged = Reports.merge(
                List.of(
                        new TestReports()
                                .requests(10)
                                .histogram("latency", 1_000_000, 10)
                                .bytes(100)
                                .build(),
                        new TestReports()
                                .requests(30)
                                .histogram("latency", 5_000_000, 30)
                                .bytes(300)
                                .build()),
                2);
        assertEquals(40, merged.requests());
        assertEquals(400, merged.bytes());
        assertEquals(8400, merged.allocatedBytes());
        Histogram latency = Histograms.decode(merged.histograms().getOrDefault("latency", ""));
        assertEquals(40, latency.getTotalCount());
        assertEquals(30, latency.getCountBetweenValues(4_900_000, 5_100_000));
    }

    @Test
    void merge_histogramOfOneAlone_isKept() {
        LoadReport merged = Reports.merge(
                List.of(
                        new TestReports().build(),
                        new TestReports().histogram("seek", 2_000_000, 3).build()),
                2);
        assertEquals(
                3,
                Histograms.decode(merged.histograms().getOrDefault("seek", "")).getTotalCount());
    }

    @Test
    void merge_errorsAndFigures_areAddedByName() {
        LoadReport merged = Reports.merge(
                List.of(
                        new TestReports()
                                .errors(Map.of("CLOSED", 2L))
                                .figures(Map.of("listeners", 10.0))
                                .build(),
                        new TestReports()
                                .errors(Map.of("CLOSED", 1L, "TIMED_OUT", 4L))
                                .figures(Map.of("listeners", 5.0, "seeks", 1.0))
                                .build()),
                2);
        assertEquals(Map.of("CLOSED", 3L, "TIMED_OUT", 4L), merged.errors());
        assertEquals(2, merged.messages().size());
        assertEquals(Map.of("listeners", 15.0, "seeks", 1.0), merged.figures());
    }

    @Test
    void merge_serverAndMachine_areTheFirstOnes() {
        LoadReport first = new TestReports()
                .server(0.7)
                .serverReads(4096)
                .machine(1.1, 0.01)
                .build();
        LoadReport merged =
                Reports.merge(List.of(first, new TestReports().server(-1).build()), 2);
        assertEquals(0.7, merged.serverCpuSeconds());
        assertEquals(4096, merged.serverReadBytes());
        assertEquals(first.machine(), merged.machine());
    }

    @Test
    void merge_longestPart_isTheLength() {
        LoadReport merged = Reports.merge(
                List.of(
                        new TestReports().seconds(1).build(),
                        new TestReports().seconds(1.25).build()),
                2);
        assertEquals(1.25, merged.seconds());
    }

    @Test
    void merge_processorEach_countsTheBusiestLoop() {
        LoadReport merged = Reports.merge(
                List.of(
                        new TestReports().generator(0.2, 0).build(),
                        new TestReports().generator(0.7, 0).build()),
                2);
        assertEquals(0.7, merged.generatorUse(), 1e-9);
    }

    @Test
    void merge_busiestOfWhatItCouldHave_isNotTheOneWithTheMostCpu() {
        LoadReport merged = Reports.merge(
                List.of(
                        new TestReports().generator(0.6, 0).build(),
                        new TestReports().generator(0.5, 0.5).build()),
                2);
        assertEquals(1, merged.generatorUse(), 1e-9);
    }

    @Test
    void merge_sharedProcessor_isFullOfAllOfThem() {
        LoadReport merged = Reports.merge(
                List.of(
                        new TestReports().generator(0.49, 0).build(),
                        new TestReports().generator(0.49, 0).build()),
                1);
        assertEquals(0.98, merged.generatorUse(), 1e-9);
    }

    @Test
    void merge_ticks_areAddedStepByStepAndShowTheWorstLatency() {
        LoadReport merged = Reports.merge(
                List.of(
                        new TestReports()
                                .ticks(new Tick(0, 1, 10, 100, 1, 1, 9, 20), new Tick(1, 1, 11, 110, 0, 1, 2, 3))
                                .build(),
                        new TestReports()
                                .ticks(new Tick(0, 1, 20, 200, 2, 2, 5, 30))
                                .build()),
                2);
        assertEquals(List.of(new Tick(0, 1, 30, 300, 3, 2, 9, 30)), merged.ticks(), "steps that all of them have");
    }
}
