package dev.legato.bench.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineUseTest {
    private static final String STAT = """
            cpu  100 20 50 9000 300 6 4 70 0 0
            cpu0 60 10 30 4500 100 3 2 40 0 0
            cpu1 40 10 20 4500 200 3 2 30 0 0
            intr 12345
            ctxt 999
            procs_running 3
            procs_blocked 1
            """;

    @Test
    void parse_idleAndWaiting_areNotBusy() {
        MachineUse use = MachineUse.parse(STAT);
        assertEquals(1.8, use.busySeconds(), 1e-9);
        assertEquals(0.7, use.stealSeconds(), 1e-9);
        assertEquals(3, use.running());
        assertEquals(List.of(1.05, 0.75), use.cpuBusySeconds());
    }

    @Test
    void since_earlier_isTheDifferenceAndTheWorseEnd() {
        MachineUse before = new MachineUse(1, 0.5, 4, List.of(0.25, 0.75));
        MachineUse after = new MachineUse(2.5, 0.75, 2, List.of(0.5, 2.0));
        assertEquals(new MachineUse(1.5, 0.25, 4, List.of(0.25, 1.25)), after.since(before));
    }

    @Test
    void now_ofThisMachine_hasEveryProcessor() {
        MachineUse now = MachineUse.now();
        assertTrue(now.busySeconds() > 0);
        assertTrue(now.running() >= 1, "this thread");
        assertTrue(now.cpuBusySeconds().size() >= Runtime.getRuntime().availableProcessors());
    }
}
