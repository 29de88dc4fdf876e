package dev.legato.bench.scenario;

/** Refuses a scenario's impossible numbers by their keys. */
final class Check {
    private Check() {}

    static void connections(int connections) {
        if (connections < 1 || connections > 1_000_000) {
            throw new IllegalArgumentException("connections: %d (expected: 1 to 1000000)".formatted(connections));
        }
    }

    static void atLeast(String key, double value, double least) {
        if (!(value >= least)) {
            throw new IllegalArgumentException("%s: %s (expected: >= %s)".formatted(key, value, least));
        }
    }
}
