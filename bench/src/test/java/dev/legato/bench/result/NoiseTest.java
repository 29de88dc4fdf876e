package dev.legato.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestReports;
import dev.legato.bench.protocol.LoadReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseTest {
    @Test
    void of_severalTurns_judgesThemTogether() {
        // A tick more or less is much of one turn and little of a round.
        LoadReport rather = turn(0.2, 0.19, 0.19 + 0.1 + 0.03, 0);
        LoadReport calm = turn(0.2, 0.19, 0.19 + 0.1, 0);
        assertFalse(Noise.of(List.of(rather)).quiet());
        Noise round = Noise.of(List.of(rather, calm, calm, calm));
        assertTrue(round.quiet());
        assertEquals(0.03 / 0.8, round.foreign(), 1e-9);
    }

    @Test
    void of_aServerOfUnknownProcesses_knowsNoForeignWork() {
        assertEquals(0, Noise.of(List.of(turn(0.2, -1, 0.4, 0))).foreign());
    }

    @Test
    void of_lessWorkThanIsKnown_isNotNegative() {
        // The kernel counts the machine in ticks, a process in nanoseconds.
        assertEquals(0, Noise.of(List.of(turn(0.2, 0.19, 0.25, 0))).foreign());
    }

    @Test
    void quiet_stolenTime_endsAtATwentieth() {
        assertTrue(Noise.of(List.of(turn(1, 0.9, 1, 0.05))).quiet());
        assertFalse(Noise.of(List.of(turn(1, 0.9, 1, 0.06))).quiet());
    }

    @Test
    void toString_saysBothKinds() {
        assertEquals("12 % of a processor used by others, 3.4 % stolen", new Noise(0.12, 0.034, 1).toString());
    }

    private static LoadReport turn(double seconds, double server, double busy, double stolen) {
        return new TestReports()
                .seconds(seconds)
                .generator(0.1, 0)
                .server(server)
                .machine(busy, stolen)
                .build();
    }
}
