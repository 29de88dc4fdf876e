package dev.legato.bench.report;

import dev.legato.bench.result.Numbers;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Outcome;
import dev.legato.bench.result.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side. Their rounds did not run next to each other, so no ratio is paired: a verdict needs spreads
 * that do not overlap, of at least three rounds each.
 */
public final class Compare {
    private static final int MIN_ROUNDS = 3;

    private Compare() {}

    /** One server in one case of both runs. */
    record Pair(String label, Outcome a, Outcome b) {
        String server() {
            return a.server();
        }

        /** The figures both runs know. */
        List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            add(rows, "requests/s", false, Outcome::requestsPerSecond);
            add(rows, "µs CPU/request", true, Outcome::cpuMicrosPerRequest);
            for (String percentile : List.of("p50", "p99", "p99.9")) {
                add(rows, percentile + " ms", true, outcome -> outcome.latency().get(percentile));
            }
            return rows;
        }

        private void add(
                List<Row> rows, String figure, boolean lessIsBetter, Function<Outcome, @Nullable Spread> value) {
            Spread before = value.apply(a);
            Spread after = value.apply(b);
            if (before != null && after != null) {
                rows.add(new Row(figure, lessIsBetter, before, after));
            }
        }
    }

    /** One figure of a pair. */
    record Row(String figure, boolean lessIsBetter, Spread a, Spread b) {
        double ratio() {
            return b.median() / a.median();
        }

        String verdict() {
            return Compare.verdict(a, b);
        }

        /** {@code better} or {@code worse} in B, as the style sheet names them; empty without a verdict. */
        String tone() {
            return !mayJudge(a, b) ? "" : (b.median() < a.median()) == lessIsBetter ? "better" : "worse";
        }
    }

    /** What stands in both runs, in A's order. */
    static List<Pair> pairs(Result a, Result b) {
        List<Pair> pairs = new ArrayList<>();
        for (Case one : a.cases()) {
            for (Case other : b.cases()) {
                if (one.label().equals(other.label())) {
                    Map<String, Outcome> others =
                            other.outcomes().stream().collect(Collectors.toMap(Outcome::server, o -> o));
                    for (Outcome ours : one.outcomes()) {
                        Outcome theirs = others.get(ours.server());
                        if (theirs != null) {
                            pairs.add(new Pair(one.label(), ours, theirs));
                        }
                    }
                }
            }
        }
        return pairs;
    }

    /** Why the two runs may not be comparable; empty when nothing speaks against it. */
    static List<String> warnings(Result a, Result b) {
        List<String> warnings = new ArrayList<>();
        if (!a.scenario().name().equals(b.scenario().name())) {
            warnings.add("The scenarios differ: what follows compares only cases of the same name.");
        } else if (!a.scenario().equals(b.scenario())) {
            warnings.add("The scenario's numbers differ between the runs; result.json has both.");
        }
        if (!a.status().equals("complete") || !b.status().equals("complete")) {
            warnings.add(
                    "A run that is not complete is no result: A is %s, B is %s.".formatted(a.status(), b.status()));
        }
        if (pairs(a, b).isEmpty()) {
            warnings.add("Nothing to compare: no server stands in the same case of both runs.");
        }
        return warnings;
    }

    /** Facts of the environment that differ, each with A's and B's. */
    static Map<String, List<String>> differences(Result a, Result b) {
        Map<String, List<String>> differences = new TreeMap<>();
        java.util.stream.Stream.of(a, b)
                .flatMap(result -> result.environment().keySet().stream())
                .distinct()
                .forEach(name -> {
                    String ours = a.environment().getOrDefault(name, "–");
                    String theirs = b.environment().getOrDefault(name, "–");
                    if (!ours.equals(theirs)) {
                        differences.put(name, List.of(ours, theirs));
                    }
                });
        return differences;
    }

    /** A table for a terminal: A's figure, B's, B over A, and the verdict. */
    public static String text(Result a, Result b) {
        StringBuilder text = new StringBuilder("A: %s of %s, %s%nB: %s of %s, %s%n%n"
                .formatted(
                        a.scenario().name(),
                        a.started(),
                        a.status(),
                        b.scenario().name(),
                        b.started(),
                        b.status()));
        warnings(a, b).forEach(warning -> text.append(warning).append('\n'));
        text.append("%-12s %-24s %-18s %24s %24s %8s  %s%n"
                .formatted("case", "server", "figure", "A", "B", "B/A", "verdict"));
        for (Pair pair : pairs(a, b)) {
            for (Row row : pair.rows()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-12s %-24s %-18s %24s %24s %8.3f  %s%n",
                        pair.label(),
                        pair.server(),
                        row.figure(),
                        Numbers.spread(row.a()),
                        Numbers.spread(row.b()),
                        row.ratio(),
                        row.verdict()));
            }
        }
        return text.toString();
    }

    /** Says that B is lower or higher only if the intervals of the two medians have nothing in common. */
    static String verdict(Spread a, Spread b) {
        if (a.count() < MIN_ROUNDS || b.count() < MIN_ROUNDS) {
            return "none: too few rounds";
        }
        if (!a.apartFrom(b)) {
            return "none: the spreads overlap";
        }
        return b.median() < a.median() ? "B is lower" : "B is higher";
    }

    private static boolean mayJudge(Spread a, Spread b) {
        return a.count() >= MIN_ROUNDS && b.count() >= MIN_ROUNDS && a.apartFrom(b);
    }
}
