package dev.legato.bench.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessUseTest {
    @Test
    void of_countsWorkMuchShorterThanATick() {
        List<Long> self = List.of(ProcessHandle.current().pid());
        double before = ProcessUse.of(self).cpuSeconds();
        double after = ProcessUse.of(self).cpuSeconds();
        assertTrue(before > 0, () -> "seconds: " + before);
        assertTrue(after > before, "reading it is work too");
    }

    @Test
    void of_aProcessThatHasEndedCountsNothing() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        assertEquals(0, ended.waitFor());
        assertEquals(new ProcessUse(0, 0, 0, 0), ProcessUse.of(List.of(ended.pid())));
    }
}
