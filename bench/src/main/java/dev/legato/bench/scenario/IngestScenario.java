package dev.legato.bench.scenario;

import java.util.List;

/**
 * Play events against a running gateway, each batch answered after its durable acknowledgement. Open loop.
 *
 * @param rate events a second
 * @param batch events a request
 */
public record IngestScenario(String name, String imitates, Plan plan, double rate, int batch, int connections)
        implements GatewayScenario {
    public IngestScenario {
        Check.connections(connections);
        Check.atLeast("rate", rate, 0.001);
        if (batch < 1 || batch > 100) {
            throw new IllegalArgumentException("batch: %d (expected: 1 to 100)".formatted(batch));
        }
    }

    @Override
    public List<String> cases() {
        return List.of("events");
    }

    @Override
    public IngestScenario with(Plan other) {
        return new IngestScenario(name, imitates, other, rate, batch, connections);
    }

    /** The same over other connections and at another rate, such as one process's share. */
    public IngestScenario with(int otherConnections, double otherRate) {
        return new IngestScenario(name, imitates, plan, otherRate, batch, otherConnections);
    }
}
