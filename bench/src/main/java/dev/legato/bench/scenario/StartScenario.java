package dev.legato.bench.scenario;

import java.util.List;

/**
 * Tap to sound against a running gateway: search, playback link, the first bytes of audio. Open loop.
 *
 * @param rate taps a second
 * @param connections listeners who may be under way at once; each has one to the gateway and one to the edge
 * @param head how much audio makes a sound
 * @param queries what people type
 */
public record StartScenario(
        String name, String imitates, Plan plan, double rate, int connections, ByteSize head, List<String> queries)
        implements GatewayScenario {
    public StartScenario {
        Check.connections(connections);
        Check.atLeast("rate", rate, 0.001);
        Check.atLeast("queries", queries.size(), 1);
    }

    @Override
    public List<String> cases() {
        return List.of("tap to sound");
    }

    @Override
    public StartScenario with(Plan other) {
        return new StartScenario(name, imitates, other, rate, connections, head, queries);
    }

    /** The same over other connections and at another rate, such as one process's share. */
    public StartScenario with(int otherConnections, double otherRate) {
        return new StartScenario(name, imitates, plan, otherRate, otherConnections, head, queries);
    }
}
