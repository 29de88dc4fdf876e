package dev.legato.bench.scenario;

import java.util.List;

/**
 * Random ranges of random files over keep-alive connections.
 *
 * @param connections each with one request in flight
 * @param sizes the cases: a range's length, or {@code whole}
 * @param keepAlive false: every request has a connection of its own, and under TLS a full handshake
 * @param rate requests a second, open loop; 0: closed loop, as fast as answers come
 */
public record RangeScenario(
        String name,
        String imitates,
        Plan plan,
        FilesShape files,
        int connections,
        boolean keepAlive,
        List<String> sizes,
        int compareOneIn,
        double rate,
        List<String> peers)
        implements EdgeScenario {
    /** The case that fetches whole files. */
    public static final String WHOLE = "whole";

    public RangeScenario {
        Check.connections(connections);
        Check.atLeast("compareOneIn", compareOneIn, 1);
        Check.atLeast("rate", rate, 0);
        checkSizes(sizes, files);
    }

    static void checkSizes(List<String> sizes, FilesShape files) {
        for (String size : sizes) {
            if (bytes(size) > files.smallest().bytes()) {
                throw new IllegalArgumentException(
                        "sizes: %s (expected: <= files.smallest, %s)".formatted(size, files.smallest()));
            }
        }
    }

    /** Returns the length of a case's ranges, 0 for whole files. A blank and what follows it say how they arrive. */
    public static long bytes(String label) {
        String size = label.split(" ", 2)[0];
        return size.equals(WHOLE) ? 0 : ByteSize.of(size).bytes();
    }

    @Override
    public List<String> cases() {
        return sizes;
    }

    @Override
    public boolean takesTurns() {
        return true;
    }

    @Override
    public RangeScenario with(Plan other) {
        return copy(other, files, connections, keepAlive, sizes, rate);
    }

    /** The same over other connections and at another rate, such as one process's share. */
    public RangeScenario with(int otherConnections, double otherRate) {
        return copy(plan, files, otherConnections, keepAlive, sizes, otherRate);
    }

    /** The same for other cases. */
    public RangeScenario with(List<String> otherSizes) {
        return copy(plan, files, connections, keepAlive, otherSizes, rate);
    }

    /** The same over other files. */
    public RangeScenario with(FilesShape otherFiles) {
        return copy(plan, otherFiles, connections, keepAlive, sizes, rate);
    }

    /** The same with connections that are kept, or not. */
    public RangeScenario withKeepAlive(boolean kept) {
        return copy(plan, files, connections, kept, sizes, rate);
    }

    private RangeScenario copy(
            Plan otherPlan,
            FilesShape otherFiles,
            int otherConnections,
            boolean otherKeepAlive,
            List<String> otherSizes,
            double otherRate) {
        return new RangeScenario(
                name,
                imitates,
                otherPlan,
                otherFiles,
                otherConnections,
                otherKeepAlive,
                otherSizes,
                compareOneIn,
                otherRate,
                peers);
    }
}
