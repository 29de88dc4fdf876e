package dev.legato.bench.generator.epoll;

import dev.legato.bench.generator.measurement.LoadEngine;
import dev.legato.bench.generator.measurement.Meter;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.scenario.EdgeScenario;
import java.io.IOException;
import java.util.List;

/** Load on audio servers by one {@link EventLoop}, with a {@link Workload} for each server. */
public final class EpollEngine implements LoadEngine {
    private static final int REQUEST_BYTES = 512;

    private final EventLoop loop;
    private final List<Workload> workloads;

    private EpollEngine(EventLoop loop, List<Workload> workloads) {
        this.loop = loop;
        this.workloads = workloads;
    }

    /**
     * Opens all connections, unless the scenario's listeners open theirs as they arrive.
     *
     * @throws dev.legato.bench.generator.measurement.LoadException when one cannot be opened
     */
    public static EpollEngine open(EdgeScenario scenario, LoadJob job, Recorder recorder) throws IOException {
        EventLoop loop = new EventLoop(
                new EventLoop.Limits(
                        REQUEST_BYTES,
                        (long) (job.timeoutSeconds() * 1e9),
                        MAX_ERRORS,
                        Workloads.keepsConnections(scenario)),
                recorder);
        EpollEngine engine = new EpollEngine(
                loop,
                job.servers().stream()
                        .map(server -> Workloads.of(scenario, job, server, loop, recorder))
                        .toList());
        if (Workloads.connectsAhead(scenario)) {
            loop.connect();
        }
        return engine;
    }

    @Override
    public void begin(int server, long now) {
        workloads.get(server).begin(now);
    }

    @Override
    public void run(int server, long until) {
        loop.run(workloads.get(server), until);
    }

    @Override
    public boolean finished(int server) {
        return workloads.get(server).finished();
    }

    @Override
    public void stop(int server, long now) {
        workloads.get(server).stop(now);
    }

    @Override
    public boolean drain(int server, long until) {
        return loop.drain(workloads.get(server), until);
    }

    @Override
    public Meter read(List<Long> serverPids) {
        return Meter.ofThisThread(serverPids);
    }

    @Override
    public String congestionControl() {
        return loop.congestionControl();
    }

    @Override
    public void close() {
        loop.close();
    }
}
