package dev.legato.bench.scenario;

/**
 * How long and how often.
 *
 * @param rounds rounds a server gets in each case, interleaved with the others'
 * @param settleSeconds load of each case before the first round, for compilers and caches; nothing of it counts. Servers
 *     that compile nothing get a second of it, the others get it again until their requests cost no less than before
 * @param warmUpSeconds load before each measurement
 * @param measureSeconds the measurement of each server in a round
 */
public record Plan(int rounds, double settleSeconds, double warmUpSeconds, double measureSeconds) {
    public Plan {
        if (rounds < 1 || rounds > 1000) {
            throw new IllegalArgumentException("plan.rounds: %d (expected: 1 to 1000)".formatted(rounds));
        }
        if (settleSeconds < 0 || warmUpSeconds < 0 || measureSeconds <= 0 || measureSeconds > 86_400) {
            throw new IllegalArgumentException(
                    "plan: settle %s s, warm up %s s, measure %s s (expected: >= 0, >= 0, > 0 and <= 86400)"
                            .formatted(settleSeconds, warmUpSeconds, measureSeconds));
        }
    }

    /** The whole run's seconds of load, for so many server and case pairs. */
    public double seconds(int pairs) {
        return pairs * (settleSeconds + rounds * (warmUpSeconds + measureSeconds));
    }
}
