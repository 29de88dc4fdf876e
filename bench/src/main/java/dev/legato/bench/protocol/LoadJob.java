package dev.legato.bench.protocol;

import dev.legato.bench.scenario.Scenario;
import java.util.List;
import java.util.Map;

/**
 * What the controller tells a generator process to make ready for, one JSON line on its standard input.
 *
 * @param scenario this process's share of it: connections and rate are its own
 * @param label which of {@link Scenario#cases()}
 * @param servers whom to ask, each in turns of its own
 * @param settings what a scenario learnt beforehand, such as an access token
 * @param seed of this process's random choices
 * @param share this process's number, from 0
 * @param timeoutSeconds how long a response may take
 */
public record LoadJob(
        Scenario scenario,
        String label,
        List<ServerAddress> servers,
        Map<String, List<String>> settings,
        long seed,
        int share,
        double timeoutSeconds) {
    /** The setting that numbers the jobs of a run, from 1. */
    public static final String NUMBER = "number";

    /**
     * The setting that has requests arrive independently of each other: for each server, how many this process makes per
     * second.
     */
    public static final String RATES = "rates";
}
