package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.AudioServer;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.generator.measurement.Recorder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/**
 * A server that stops 100 ms in every 500 ms, asked 500 times a second. Of the requests due in a stop about fifty wait,
 * the first of them nearly all of it. That follows from the schedule alone; no speed of this machine enters.
 */
class CoordinatedOmissionIT {
    private static final long STOP = TimeUnit.MILLISECONDS.toNanos(100);

    @Test
    void openLoop_countsEveryRequestThatAStopKeptWaiting() throws IOException {
        try (AudioServer server = new AudioServer(
                TestScenarios.FILES.corpus(), AudioServer.Fault.NONE, TimeUnit.MILLISECONDS.toNanos(400), STOP)) {
            Recorder recorder = WorkloadRun.against(server.port(), TestScenarios.range(1, 500, 1000), "4KiB", 2);
            Histogram latency = recorder.named("latency");
            assertTrue(server.stops() >= 1, "the server stopped");
            // Of the 25 due in the first half of one stop, all wait for the other half at least.
            long waited = latency.getCountBetweenValues(STOP / 2, Long.MAX_VALUE / 2);
            assertTrue(waited >= 20, () -> "latencies of half a stop or more: " + waited);
            assertTrue(latency.getValueAtPercentile(99.9) >= STOP * 9 / 10, "p99.9 shows the stop");
        }
    }

    @Test
    void closedLoop_wouldHideThem() throws IOException {
        try (AudioServer server = new AudioServer(
                TestScenarios.FILES.corpus(), AudioServer.Fault.NONE, TimeUnit.MILLISECONDS.toNanos(400), STOP)) {
            Recorder recorder = WorkloadRun.against(server.port(), TestScenarios.range(1, 500, 1000), "4KiB", 2);
            long fromSending = recorder.named("service").getCountBetweenValues(STOP / 2, Long.MAX_VALUE / 2);
            long fromIntention = recorder.named("latency").getCountBetweenValues(STOP / 2, Long.MAX_VALUE / 2);
            assertTrue(fromIntention > fromSending, () -> "waited by intention %d, by sending %d"
                    .formatted(fromIntention, fromSending));
        }
    }
}
