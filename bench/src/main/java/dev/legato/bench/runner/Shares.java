package dev.legato.bench.runner;

import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.scenario.ApiScenario;
import dev.legato.bench.scenario.CacheScenario;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.PlayersScenario;
import dev.legato.bench.scenario.RangeScenario;
import dev.legato.bench.scenario.Scenario;
import dev.legato.bench.scenario.StartScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Splits a scenario among generator processes. */
final class Shares {
    private static final double TIMEOUT_SECONDS = 30;
    private static final long SEED = 20_261_122;

    private Shares() {}

    static List<LoadJob> of(
            Scenario scenario,
            String label,
            List<Contestant> contestants,
            Map<String, List<String>> settings,
            int processes) {
        List<LoadJob> jobs = new ArrayList<>();
        int parts = Math.min(processes, scenario.connections());
        for (int i = 0; i < parts; i++) {
            int connections = scenario.connections() / parts + (i < scenario.connections() % parts ? 1 : 0);
            jobs.add(new LoadJob(
                    share(scenario, connections, parts),
                    label,
                    contestants.stream().map(Contestant::address).toList(),
                    settings,
                    SEED + i,
                    i,
                    TIMEOUT_SECONDS));
        }
        return jobs;
    }

    private static Scenario share(Scenario scenario, int connections, int parts) {
        return switch (scenario) {
            case RangeScenario range -> range.with(connections, range.rate() / parts);
            case PlayersScenario players -> players.with(connections);
            case CacheScenario cache -> cache.with(connections, Math.ceilDiv(cache.requests(), parts));
            case StartScenario start -> start.with(connections, start.rate() / parts);
            case ApiScenario api -> api.with(connections, api.rate() / parts);
            case IngestScenario ingest -> ingest.with(connections, ingest.rate() / parts);
        };
    }
}
