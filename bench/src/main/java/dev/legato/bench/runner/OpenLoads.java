package dev.legato.bench.runner;

import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Spread;
import dev.legato.bench.scenario.Plan;
import dev.legato.bench.scenario.RangeScenario;
import dev.legato.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cases that follow a closed loop: independent clients ask each server for a part of what it was seen to deliver. A
 * closed loop moves all connections in lockstep, which suits some servers more than others.
 */
final class OpenLoads {
    /** A run of fewer rounds proves that the bench works, and has no use for more cases. */
    private static final int MIN_ROUNDS = 10;

    /** Of the closed loop's rounds, so many are one here. */
    private static final int PART_OF_ROUNDS = 3;

    private OpenLoads() {}

    /** Whether a scenario's cases are followed by others. */
    static boolean follow(Scenario scenario) {
        return scenario instanceof RangeScenario range
                && range.rate() == 0
                && range.keepAlive()
                && range.plan().rounds() >= MIN_ROUNDS;
    }

    /** The label of a case, from which generators take the size: {@code 64KiB at 50 %}. */
    static String label(String closed, int percent) {
        return "%s at %d %%".formatted(closed, percent);
    }

    /**
     * Makes the sessions of a case.
     *
     * @param closed what the servers have shown in the closed loop
     */
    static Sessions sessions(Sessions sessions, List<Tally> closed, int percent) {
        Plan plan = sessions.scenario().plan();
        Plan shorter = new Plan(
                Math.max(1, plan.rounds() / PART_OF_ROUNDS),
                plan.settleSeconds(),
                plan.warmUpSeconds(),
                plan.measureSeconds());
        int processes = sessions.stage().generators().count();
        List<String> rates = new ArrayList<>();
        for (Tally cell : closed) {
            double capacity = capacity(cell.outcome());
            rates.add(String.format(Locale.ROOT, "%.3f", Math.max(1, capacity * percent / 100) / processes));
        }
        Map<String, List<String>> settings = new TreeMap<>(sessions.settings());
        settings.put(LoadJob.RATES, rates);
        return new Sessions(
                sessions.stage(), sessions.scenario().with(shorter), settings, sessions.progress(), sessions.stopped());
    }

    private static double capacity(Result.Outcome outcome) {
        Spread rate = outcome.requestsPerSecond();
        return rate == null ? 0 : rate.median();
    }
}
