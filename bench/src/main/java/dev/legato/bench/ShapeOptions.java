package dev.legato.bench;

import dev.legato.bench.scenario.ApiScenario;
import dev.legato.bench.scenario.ByteSize;
import dev.legato.bench.scenario.CacheScenario;
import dev.legato.bench.scenario.FilesShape;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.Plan;
import dev.legato.bench.scenario.PlayersScenario;
import dev.legato.bench.scenario.RangeScenario;
import dev.legato.bench.scenario.Scenario;
import dev.legato.bench.scenario.StartScenario;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that change a scenario's numbers. */
final class ShapeOptions {
    private static final Plan QUICK = new Plan(2, 1, 0.5, 1);
    private static final Plan QUICK_TURNS = new Plan(10, 1, 0, 0.2);
    private static final FilesShape QUICK_FILES = new FilesShape(8, ByteSize.of("1MiB"), ByteSize.of("2MiB"));

    @Option(names = "--rounds", paramLabel = "N", description = "rounds of each case, all servers in each")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "S", description = "measurement of each server in a round; range: a turn")
    private @Nullable Double seconds;

    @Option(names = "--warm-up", paramLabel = "S", description = "load before each of them")
    private @Nullable Double warmUp;

    @Option(names = "--connections", paramLabel = "N", description = "connections, or listeners")
    private @Nullable Integer connections;

    @Option(names = "--sizes", split = ",", paramLabel = "SIZE", description = "range: 16KiB, 64KiB, …, whole")
    private @Nullable List<String> sizes;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "requests, taps or events a second (range: 0 is closed loop)")
    private @Nullable Double rate;

    @Option(names = "--tracks", paramLabel = "N", description = "cache-mix: different tracks")
    private @Nullable Integer tracks;

    @Option(names = "--requests", paramLabel = "N", description = "cache-misses, cache-mix: tracks asked for in a turn")
    private @Nullable Integer requests;

    @Option(names = "--ramp", paramLabel = "S", description = "players: over which listeners arrive")
    private @Nullable Double ramp;

    Scenario apply(Scenario scenario, boolean quick) {
        Plan quickly = scenario.takesTurns() ? QUICK_TURNS : QUICK;
        Scenario shaped = scenario.with(plan(quick ? quickly : scenario.plan()));
        return switch (shaped) {
            case RangeScenario range -> range(quick ? quick(range) : range);
            case CacheScenario cache -> cache(quick ? quick(cache) : cache);
            case PlayersScenario players -> players(quick ? quick(players) : players);
            case StartScenario start -> start.with(connections(start), rate(start.rate()));
            case ApiScenario api -> api.with(connections(api), rate(api.rate()));
            case IngestScenario ingest -> ingest.with(connections(ingest), rate(ingest.rate()));
        };
    }

    private Plan plan(Plan plan) {
        return new Plan(
                rounds == null ? plan.rounds() : rounds,
                plan.settleSeconds(),
                warmUp == null ? plan.warmUpSeconds() : warmUp,
                seconds == null ? plan.measureSeconds() : seconds);
    }

    private CacheScenario cache(CacheScenario cache) {
        CacheScenario sized = sizes == null ? cache : cache.with(sizes);
        CacheScenario counted = tracks == null ? sized : sized.withTracks(tracks);
        // A start has as many requests as listeners.
        int most = requests != null
                ? requests
                : cache.load() == CacheScenario.Load.START ? connections(cache) : cache.requests();
        return counted.with(connections(cache), most);
    }

    private RangeScenario range(RangeScenario range) {
        RangeScenario sized = sizes == null ? range : range.with(sizes);
        return sized.with(connections(range), rate(range.rate()));
    }

    private int connections(Scenario scenario) {
        return connections == null ? scenario.connections() : connections;
    }

    private double rate(double planned) {
        return rate == null ? planned : rate;
    }

    private PlayersScenario players(PlayersScenario players) {
        PlayersScenario counted = connections == null ? players : players.with(connections);
        return ramp == null ? counted : counted.withRamp(ramp);
    }

    private static RangeScenario quick(RangeScenario range) {
        List<String> sizes = range.keepAlive() ? List.of("16KiB", "256KiB") : range.sizes();
        return range.with(sizes).with(QUICK_FILES);
    }

    private static CacheScenario quick(CacheScenario cache) {
        CacheScenario small =
                cache.files().smallest().bytes() == cache.files().largest().bytes() ? cache : cache.with(QUICK_FILES);
        return cache.load() == CacheScenario.Load.HITS
                ? small
                : small.with(new Plan(1, 0, 0, 10))
                        .withTracks(Math.min(cache.tracks(), 100))
                        .with(Math.min(cache.connections(), 200), Math.min(cache.requests(), 200));
    }

    private static PlayersScenario quick(PlayersScenario players) {
        Plan plan = players.plan();
        return players.with(new Plan(1, 0, 3, Math.max(5, plan.measureSeconds())))
                .with(200)
                .withRamp(2)
                .with(QUICK_FILES);
    }
}
