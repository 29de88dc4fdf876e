package dev.legato.bench.runner;

import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.protocol.Tick;
import dev.legato.bench.scenario.Scenario;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Opens a run's sessions.
 *
 * @param settings what the scenario learnt beforehand, for the generators
 * @param stopped whether the run is to end
 */
record Sessions(
        Testbed stage,
        Scenario scenario,
        Map<String, List<String>> settings,
        Progress progress,
        BooleanSupplier stopped) {
    Session open(String label, List<Contestant> contestants) throws IOException, RunException {
        for (Contestant contestant : contestants) {
            contestant.requireAlive();
        }
        int processes = stage.generators().count();
        Map<String, List<String>> numbered = new TreeMap<>(settings);
        numbered.put(LoadJob.NUMBER, List.of(Integer.toString(stage.nextJob())));
        return Session.open(contestants, Shares.of(scenario, label, contestants, numbered, processes), stage, stopped);
    }

    /** Load on one server alone, over connections of its own. */
    LoadReport alone(String label, Contestant contestant, double warmUp, double measure, Consumer<Tick> onTick)
            throws IOException, RunException {
        try (Session session = open(label, List.of(contestant))) {
            return session.turn(contestant, contestant.pids(), warmUp, measure, onTick.andThen(progress::tick));
        }
    }
}
