package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestReports;
import dev.legato.bench.TestResults;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.result.Noise;
import dev.legato.bench.result.Round;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTextTest {
    @Test
    void remark_nothingToBeKnown_isEmpty() {
        assertEquals("", RoundText.remark(TestResults.QUIET, new TestReports().build(), false));
    }

    @Test
    void remark_everythingAtOnce_isAllSaid() {
        assertEquals(
                "noisy: 50 % of a processor used by others, 0.0 % stolen; the generator was the bottleneck; "
                        + "the server read 4,096 bytes from disks",
                RoundText.remark(
                        new Noise(0.5, 0, 3),
                        new TestReports().serverReads(4096).build(),
                        true));
    }

    @Test
    void line_unknownCost_leavesItOut() {
        String line = RoundText.line("64KiB", round(new TestReports().server(-1)), "target");
        assertTrue(line.startsWith("64KiB          round 1  target"), line);
        assertTrue(line.contains("100/s"), line);
        assertFalse(line.contains("CPU"), line);
    }

    @Test
    void line_listeners_showsRebuffers() {
        String line = RoundText.line("players", round(new TestReports().figures(Map.of("rebuffers", 3.0))), "legato");
        assertTrue(line.endsWith("µs CPU/request  rebuffers 3  [a remark]"), line);
    }

    private static Round round(TestReports report) {
        return Round.of(1, 1, true, "a remark", report.build(), TestResults.QUIET, null, TestScenarios.range(4, 0, 1));
    }
}
