package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.EdgeScenario;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Runs a workload in the test's own process. */
final class WorkloadRun {
    private WorkloadRun() {}

    static LoadJob job(int port, EdgeScenario scenario, String label) {
        return job(port, scenario, label, Map.of());
    }

    private static LoadJob job(int port, EdgeScenario scenario, String label, Map<String, List<String>> settings) {
        return new LoadJob(
                scenario, label, List.of(new ServerAddress("127.0.0.1", port, "", false)), settings, 1, 0, 10);
    }

    static EventLoop.Limits limits(EdgeScenario scenario) {
        return new EventLoop.Limits(512, 10_000_000_000L, 100, Workloads.keepsConnections(scenario));
    }

    static Recorder against(int port, EdgeScenario scenario, String label, double seconds) throws IOException {
        return against(port, scenario, label, Map.of(), seconds);
    }

    static Recorder against(
            int port, EdgeScenario scenario, String label, Map<String, List<String>> settings, double seconds)
            throws IOException {
        LoadJob job = job(port, scenario, label, settings);
        Recorder recorder = new Recorder();
        try (EventLoop loop = new EventLoop(limits(scenario), recorder)) {
            Workload workload = Workloads.of(scenario, job, job.servers().getFirst(), loop, recorder);
            loop.connect();
            long start = System.nanoTime();
            recorder.begin(start);
            workload.begin(start);
            loop.run(workload, start + (long) (seconds * 1e9));
            workload.stop(System.nanoTime());
            assertTrue(loop.drain(workload, System.nanoTime() + 30_000_000_000L), "nothing is outstanding");
        }
        return recorder;
    }
}
