package dev.legato.bench.scenario;

import java.util.List;
import java.util.Map;

/**
 * Catalogue, search and playlist calls against a running gateway. Open loop.
 *
 * @param rate requests a second
 * @param mix weight by call: {@code search}, {@code searchPrefix}, {@code searchTypo}, {@code suggest}, {@code track}, {@code tracks}, {@code album}, {@code albumTracks},
 *     {@code albums}, {@code artist}, {@code playlists}, {@code playlist}, {@code addToPlaylist}
 * @param queries what people type
 */
public record ApiScenario(
        String name,
        String imitates,
        Plan plan,
        double rate,
        int connections,
        Map<String, Integer> mix,
        List<String> queries)
        implements GatewayScenario {
    public ApiScenario {
        Check.connections(connections);
        Check.atLeast("rate", rate, 0.001);
        Check.atLeast("queries", queries.size(), 1);
        Check.atLeast("mix", mix.size(), 1);
        mix.forEach((call, weight) -> Check.atLeast("mix." + call, weight, 1));
    }

    @Override
    public List<String> cases() {
        return List.of("mixed calls");
    }

    @Override
    public ApiScenario with(Plan other) {
        return new ApiScenario(name, imitates, other, rate, connections, mix, queries);
    }

    /** The same over other connections and at another rate, such as one process's share. */
    public ApiScenario with(int otherConnections, double otherRate) {
        return new ApiScenario(name, imitates, plan, otherRate, otherConnections, mix, queries);
    }
}
