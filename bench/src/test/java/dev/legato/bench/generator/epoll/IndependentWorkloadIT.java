package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.AudioServer;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that stops for 100 ms, asked by 20 independent clients: what waits meanwhile counts from when it was due. */
class IndependentWorkloadIT {
    private static final long STOP = TimeUnit.MILLISECONDS.toNanos(100);

    @Test
    void requests_comeAtTheirRateAndCountFromWhenTheyWereDue() throws IOException {
        try (AudioServer server =
                new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE, 4 * STOP, STOP)) {
            Recorder recorder = WorkloadRun.against(
                    server.port(),
                    TestScenarios.range(20, 0, 1),
                    "4KiB at 50 %",
                    Map.of(LoadJob.RATES, List.of("500")),
                    1);
            // The count of a Poisson process of 500 a second has a deviation of 22.
            assertEquals(500, recorder.requests(), 120);
            assertEquals(Map.of(), recorder.failures());
            long waited = recorder.named("latency").getCountBetweenValues(STOP / 2, Long.MAX_VALUE / 2);
            long unanswered = recorder.named("service").getCountBetweenValues(STOP / 2, Long.MAX_VALUE / 2);
            assertTrue(waited >= unanswered && waited >= 10, () -> "waited by schedule: " + waited);
        }
    }
}
