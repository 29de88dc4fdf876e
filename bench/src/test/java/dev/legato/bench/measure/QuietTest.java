package dev.legato.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.os.MachineUse;
import dev.legato.bench.workload.LoadReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietTest {
    @Test
    void of_severalTurns_judgesThemTogether() {
        // A tick more or less is much of one turn and little of a round.
        LoadReport rather = turn(0.2, 0.19, 0.19 + 0.1 + 0.03);
        LoadReport calm = turn(0.2, 0.19, 0.19 + 0.1);
        assertFalse(Quiet.of(List.of(rather)).quiet());
        Quiet round = Quiet.of(List.of(rather, calm, calm, calm));
        assertTrue(round.quiet());
        assertEquals(0.03 / 0.8, round.foreign(), 1e-9);
    }

    @Test
    void of_aServerOfUnknownProcesses_knowsNoForeignWork() {
        assertEquals(0, Quiet.of(List.of(turn(0.2, -1, 0.4))).foreign());
    }

    private static LoadReport turn(double seconds, double serverCpuSeconds, double busySeconds) {
        return new LoadReport(
                seconds,
                1,
                1,
                0,
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0.1,
                0.1,
                serverCpuSeconds,
                0,
                0,
                new MachineUse(busySeconds, 0, 1, List.of()),
                "cubic");
    }
}
