package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.legato.bench.LimitThread;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.scenario.EdgeScenario;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a request costs the generator's heap once its code is compiled: nothing. A few bytes a thousand requests are the
 * loop's own, such as a step of the time line.
 */
class AllocationIT {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long STEP = 200_000_000L;

    @Test
    void range_allocatesNothingPerRequest(@TempDir Path folder) throws Exception {
        assertNothing(folder, TestScenarios.range(8, 0, 4), "4KiB", 20_000);
    }

    @Test
    void openLoop_allocatesNothingPerRequest(@TempDir Path folder) throws Exception {
        assertNothing(folder, TestScenarios.range(8, 5000, 4), "4KiB", 5_000);
    }

    @Test
    void players_allocateNothingPerRequest(@TempDir Path folder) throws Exception {
        assertNothing(folder, TestScenarios.busyPlayers(2000), "2000 listeners", 5_000);
    }

    private static void assertNothing(Path folder, EdgeScenario scenario, String label, long least) throws Exception {
        try (LimitThread server = new LimitThread(folder)) {
            LoadJob job = WorkloadRun.job(server.port(), scenario, label);
            Recorder recorder = new Recorder();
            try (EventLoop loop = new EventLoop(WorkloadRun.limits(scenario), recorder)) {
                Workload workload = Workloads.of(scenario, job, job.servers().getFirst(), loop, recorder);
                loop.connect();
                workload.begin(System.nanoTime());
                recorder.begin(System.nanoTime());
                double best = Double.MAX_VALUE;
                // The compilers end when they end: the first steps that allocate nothing will do.
                for (int step = 0; step < 40 && (best > 1 || recorder.requests() < least); step++) {
                    long requests = recorder.requests();
                    long allocated = THREADS.getCurrentThreadAllocatedBytes();
                    loop.run(workload, System.nanoTime() + STEP);
                    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
                    best = Math.min(best, allocated / Math.max(1.0, recorder.requests() - requests));
                }
                double found = best;
                assertTrue(found <= 1, () -> "bytes a request: " + found);
                assertTrue(recorder.requests() >= least, () -> "requests: " + recorder.requests());
                assertEquals(Map.of(), recorder.failures());
            }
        }
    }
}
