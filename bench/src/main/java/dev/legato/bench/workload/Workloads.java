package dev.legato.bench.workload;

import dev.legato.bench.load.EventLoop;
import dev.legato.bench.load.Recorder;
import dev.legato.bench.load.ServerAddress;
import dev.legato.bench.load.Workload;
import dev.legato.bench.scenario.ApiScenario;
import dev.legato.bench.scenario.ByteSize;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.PlayersScenario;
import dev.legato.bench.scenario.RangeScenario;
import dev.legato.bench.scenario.StartScenario;

/** The workload of a job: what each of its servers is asked. */
final class Workloads {
    private Workloads() {}

    static Workload of(LoadJob job, ServerAddress server, EventLoop loop, Recorder recorder) {
        return switch (job.scenario()) {
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
            case StartScenario start -> new StartWorkload(start, server, job.settings(), job.seed(), loop, recorder);
            case ApiScenario api ->
                new CallsWorkload(
                        new ApiCalls(api, server, job.settings(), job.seed(), recorder),
                        api.rate(),
                        api.connections(),
                        server,
                        loop,
                        recorder);
            case IngestScenario ingest ->
                new CallsWorkload(
                        new IngestCalls(ingest, server, job.settings(), job.seed()),
                        ingest.rate() / ingest.batch(),
                        ingest.connections(),
                        server,
                        loop,
                        recorder);
        };
    }

    /** Whether connections last as long as the job. */
    static boolean keepsConnections(LoadJob job) {
        return !(job.scenario() instanceof RangeScenario range) || range.keepAlive();
    }

    /** Whether all connections are open before the first request; a listener opens its own as it arrives. */
    static boolean connectsAhead(LoadJob job) {
        return !(job.scenario() instanceof PlayersScenario);
    }

    /** Room for the longest request of a job. */
    static int requestBytes(LoadJob job) {
        return switch (job.scenario()) {
            case RangeScenario _, PlayersScenario _ -> 512;
            case StartScenario _, ApiScenario _ -> 4096;
            case IngestScenario ingest -> 2048 + 512 * ingest.batch();
        };
    }
}
