package dev.legato.bench.generator.epoll;

import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.CacheScenario;
import dev.legato.bench.scenario.EdgeScenario;
import dev.legato.bench.scenario.PlayersScenario;
import dev.legato.bench.scenario.RangeScenario;
import java.util.List;

/** The workload of a job: what each of its servers is asked. */
final class Workloads {
    private Workloads() {}

    static Workload of(EdgeScenario scenario, LoadJob job, ServerAddress server, EventLoop loop, Recorder recorder) {
        return switch (scenario) {
            case RangeScenario range -> ranges(range, false, job, server, loop, recorder);
            case CacheScenario cache
            when cache.load() == CacheScenario.Load.HITS -> ranges(cache.ranges(), true, job, server, loop, recorder);
            case CacheScenario cache ->
                new CacheWorkload(cache, RangeScenario.bytes(job.label()), job, server, loop, recorder);
            case PlayersScenario players ->
                new PlayersWorkload(players, players.files().corpus(), server, job.seed(), loop, recorder);
        };
    }

    private static Workload ranges(
            RangeScenario scenario,
            boolean warmsUp,
            LoadJob job,
            ServerAddress server,
            EventLoop loop,
            Recorder recorder) {
        RangeRequests requests = new RangeRequests(
                scenario.files().corpus(), server, RangeScenario.bytes(job.label()), scenario.compareOneIn());
        List<String> rates = job.settings().getOrDefault(LoadJob.RATES, List.of());
        if (rates.isEmpty()) {
            return new RangeWorkload(scenario, requests, warmsUp, server, job.seed(), loop, recorder);
        }
        double rate = Double.parseDouble(rates.get(job.servers().indexOf(server)));
        return new IndependentWorkload(scenario, requests, rate, server, job.seed(), loop, recorder);
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
