package dev.legato.bench.generator.epoll;

import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.ByteSize;
import dev.legato.bench.scenario.EdgeScenario;
import dev.legato.bench.scenario.PlayersScenario;
import dev.legato.bench.scenario.RangeScenario;

/** The workload of a job: what each of its servers is asked. */
final class Workloads {
    private Workloads() {}

    static Workload of(EdgeScenario scenario, LoadJob job, ServerAddress server, EventLoop loop, Recorder recorder) {
        return switch (scenario) {
            case RangeScenario range ->
                new RangeWorkload(
                        range,
                        job.label().equals(RangeScenario.WHOLE)
                                ? 0
                                : ByteSize.of(job.label()).bytes(),
                        range.files().corpus(),
                        server,
                        job.seed(),
                        loop,
                        recorder);
            case PlayersScenario players ->
                new PlayersWorkload(players, players.files().corpus(), server, job.seed(), loop, recorder);
        };
    }

    /** Whether connections last as long as the job. */
    static boolean keepsConnections(EdgeScenario scenario) {
        return !(scenario instanceof RangeScenario range) || range.keepAlive();
    }

    /** Whether all connections are open before the first request; a listener opens its own as it arrives. */
    static boolean connectsAhead(EdgeScenario scenario) {
        return !(scenario instanceof PlayersScenario);
    }
}
