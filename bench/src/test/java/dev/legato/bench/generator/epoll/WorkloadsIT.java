package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.AudioServer;
import dev.legato.bench.LimitThread;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.generator.measurement.LoadException;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.scenario.EdgeScenario;
import dev.legato.bench.scenario.RangeScenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadsIT {
    @Test
    void range_comparesEveryByteOfTheLimitServersAnswers(@TempDir Path folder) throws Exception {
        Recorder recorder = againstLimit(folder, TestScenarios.range(4, 0, 1), "4KiB");
        assertTrue(recorder.requests() > 0);
        assertTrue(recorder.bodiesChecked() >= recorder.requests());
        assertEquals(Map.of(), recorder.failures());
    }

    @Test
    void range_discardsBodiesAndStillCountsThem(@TempDir Path folder) throws Exception {
        Recorder recorder = againstLimit(folder, TestScenarios.range(4, 0, Integer.MAX_VALUE), "4KiB");
        assertTrue(recorder.requests() > 0);
        assertEquals(recorder.requests() * 4096, recorder.bytes());
        assertEquals(0, recorder.bodiesChecked());
    }

    @Test
    void range_fetchesWholeFiles(@TempDir Path folder) throws Exception {
        Recorder recorder = againstLimit(
                folder, TestScenarios.range(2, 0, 2).with(List.of(RangeScenario.WHOLE)), RangeScenario.WHOLE);
        assertTrue(recorder.requests() > 0);
        assertEquals(Map.of(), recorder.failures());
    }

    @Test
    void range_makesAConnectionForEachRequestWhenAskedTo() throws Exception {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            Recorder recorder = WorkloadRun.against(
                    server.port(), TestScenarios.range(4, 0, 2).withKeepAlive(false), "4KiB", 0.4);
            assertTrue(recorder.requests() > 0);
            assertTrue(server.connections() >= recorder.requests(), "as many connections as requests");
            assertEquals(Map.of(), recorder.failures());
        }
    }

    @Test
    void players_startSeekAndSkipWithoutError(@TempDir Path folder) throws Exception {
        Recorder recorder = againstLimit(folder, TestScenarios.players(20), "20 listeners");
        assertTrue(recorder.named("first-audio").getTotalCount() >= 20, "every listener started");
        assertEquals(Map.of(), recorder.failures());
        assertEquals(20, recorder.figures().get("listeners"));
    }

    @Test
    void range_stopsAtAWrongByte() throws IOException {
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.WRONG_BYTE)) {
            String message = assertThrows(
                            LoadException.class,
                            () -> WorkloadRun.against(server.port(), TestScenarios.range(1, 0, 1), "4KiB", 1))
                    .getMessage();
            assertTrue(message.matches(".*t0000\\d-160\\.m4a, byte \\d+: 0x.. \\(expected: 0x..\\)"), message);
        }
    }

    private static Recorder againstLimit(Path folder, EdgeScenario scenario, String label) throws Exception {
        try (LimitThread server = new LimitThread(folder)) {
            return WorkloadRun.against(server.port(), scenario, label, 0.4);
        }
    }
}
