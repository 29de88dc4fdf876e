package dev.legato.bench.workload;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.load.EventLoop;
import dev.legato.bench.load.Recorder;
import dev.legato.bench.load.ServerAddress;
import dev.legato.bench.load.Workload;
import dev.legato.bench.scenario.Scenario;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Runs a workload in the test's own process. */
final class WorkloadRun {
    private WorkloadRun() {}

    static LoadJob job(int port, Scenario scenario, String label) {
        return new LoadJob(
                scenario, label, List.of(new ServerAddress("127.0.0.1", port, "", false)), Map.of(), 1, 0, 10);
    }

    static EventLoop.Limits limits(LoadJob job) {
        return new EventLoop.Limits(Workloads.requestBytes(job), 10_000_000_000L, 100, Workloads.keepsConnections(job));
    }

    static Recorder against(int port, Scenario scenario, String label, double seconds) throws IOException {
        LoadJob job = job(port, scenario, label);
        Recorder recorder = new Recorder();
        try (EventLoop loop = new EventLoop(limits(job), recorder)) {
            Workload workload = Workloads.of(job, job.servers().getFirst(), loop, recorder);
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
