package dev.legato.bench.result;

import dev.legato.bench.scenario.Scenario;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run, as {@code result.json} keeps it; bench/README.md documents every field.
 *
 * @param version of this shape; grows when a reader of the old one would misread the new one
 * @param status {@code complete}, {@code interrupted}, {@code refused}, {@code noisy} or {@code failed}
 * @param problems why it is not complete, in words
 * @param seconds the whole run took
 * @param command the bench's own command line
 * @param environment what the run stood on, by name
 * @param remarks what could not be set, and other things a reader should know
 */
public record Result(
        int version,
        String status,
        List<String> problems,
        Scenario scenario,
        Instant started,
        double seconds,
        List<String> command,
        Map<String, String> environment,
        List<String> remarks,
        List<Server> servers,
        List<Case> cases) {
    /** The version this code writes. */
    public static final int VERSION = 1;

    /**
     * A server of the run.
     *
     * @param family servers of one family are settings of the same program
     * @param command exactly as started; empty for a server that ran already
     * @param environment variables set for it
     * @param files its configuration, by file name
     */
    public record Server(
            String name,
            String family,
            String version,
            List<String> command,
            Map<String, String> environment,
            Map<String, String> files) {}

    /** One case of the scenario. */
    public record Case(
            String label,
            List<Outcome> outcomes,
            List<Comparison> comparisons,
            @Nullable Ceiling ceiling) {}

    /**
     * One server in one case.
     *
     * @param requestsPerSecond over the rounds that count, as all spreads
     * @param cpuMicrosPerRequest null when the server's processes are not known
     * @param cpuMicrosPerMegabyte per 10^6 bytes of bodies
     * @param latency milliseconds by percentile: p50, p90, p99, p99.9, p99.99, max
     * @param syscallsPerRequest by name; empty without strace
     * @param histograms all counting rounds added up: HdrHistogram V2, base64, nanoseconds, by name
     * @param figures medians of the scenario's own figures
     */
    public record Outcome(
            String server,
            String family,
            List<Round> rounds,
            @Nullable Spread requestsPerSecond,
            @Nullable Spread megabytesPerSecond,
            @Nullable Spread cpuMicrosPerRequest,
            @Nullable Spread cpuMicrosPerMegabyte,
            Map<String, Spread> latency,
            Map<String, Double> syscallsPerRequest,
            Map<String, String> histograms,
            Map<String, Double> figures) {}

    /**
     * Ours over theirs, paired by round; below 1 is less.
     *
     * @param verdict in words, and only as strong as the spread allows
     */
    public record Comparison(
            String ours,
            String theirs,
            Spread rate,
            @Nullable Spread cpu,
            Spread p99,
            String verdict) {}

    /**
     * What the generator can do, shown against the limit server.
     *
     * @param requestsPerSecond reached or, if the generator still had time to spare, projected from its use
     * @param reached whether the generator was in fact at its limit
     * @param timesOpponent over the fastest peer's rate; 0 without one
     */
    public record Ceiling(double requestsPerSecond, boolean reached, double timesOpponent) {}
}
