package dev.legato.bench;

import dev.legato.bench.scenario.ByteSize;
import dev.legato.bench.scenario.FilesShape;
import dev.legato.bench.scenario.Plan;
import dev.legato.bench.scenario.PlayersScenario;
import dev.legato.bench.scenario.RangeScenario;
import java.util.List;

/** Scenarios small enough for tests. */
public final class TestScenarios {
    public static final FilesShape FILES = new FilesShape(3, ByteSize.of("64KiB"), ByteSize.of("128KiB"));
    public static final Plan PLAN = new Plan(1, 0, 0.1, 0.4);

    /** The range scenario of {@link #range}, as a file. */
    public static final String YAML = """
            kind: range
            name: small
            imitates: a test
            connections: 4
            keepAlive: true
            rate: 0
            sizes: [4KiB]
            files: {count: 3, smallest: 64KiB, largest: 128KiB}
            compareOneIn: 1
            plan: {rounds: 1, settleSeconds: 0, warmUpSeconds: 0.1, measureSeconds: 0.4}
            peers: []
            """;

    private TestScenarios() {}

    /** @param rate 0 for a closed loop */
    public static RangeScenario range(int connections, double rate, int compareOneIn) {
        return new RangeScenario(
                "small", "a test", PLAN, FILES, connections, true, List.of("4KiB"), compareOneIn, rate, List.of());
    }

    public static PlayersScenario players(int listeners) {
        return new PlayersScenario(
                "players",
                "a test",
                PLAN,
                FILES,
                listeners,
                160,
                0.1,
                ByteSize.of("4KiB"),
                ByteSize.of("16KiB"),
                2,
                1,
                1,
                1,
                List.of());
    }

    /** Listeners of short buffers and little patience, so that there is much to do. */
    public static PlayersScenario busyPlayers(int listeners) {
        PlayersScenario calm = players(listeners);
        return new PlayersScenario(
                calm.name(),
                calm.imitates(),
                calm.plan(),
                calm.files(),
                listeners,
                320,
                0.5,
                calm.head(),
                ByteSize.of("8KiB"),
                2,
                1,
                1,
                64,
                calm.peers());
    }
}
