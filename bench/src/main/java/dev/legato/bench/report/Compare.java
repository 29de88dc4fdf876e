package dev.legato.bench.report;

import dev.legato.bench.measure.Spread;
import dev.legato.bench.report.Result.Case;
import dev.legato.bench.report.Result.Outcome;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side. Their rounds did not run next to each other, so no ratio is paired: a verdict needs spreads
 * that do not overlap, of at least three rounds each.
 */
public final class Compare {
    private static final int LEAST_ROUNDS = 3;

    private Compare() {}

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
        if (!a.scenario().name().equals(b.scenario().name())) {
            text.append("The scenarios differ: what follows compares only cases of the same name.\n");
        }
        text.append("%-12s %-24s %-18s %24s %24s %8s  %s%n"
                .formatted("case", "server", "figure", "A", "B", "B/A", "verdict"));
        for (Case one : a.cases()) {
            for (Case other : b.cases()) {
                if (one.label().equals(other.label())) {
                    text.append(rows(one, other));
                }
            }
        }
        return text.toString();
    }

    private static String rows(Case a, Case b) {
        Map<String, Outcome> others = b.outcomes().stream().collect(Collectors.toMap(Outcome::server, o -> o));
        StringBuilder rows = new StringBuilder();
        for (Outcome ours : a.outcomes()) {
            Outcome theirs = others.get(ours.server());
            if (theirs != null) {
                String key = "%-12s %-24s".formatted(a.label(), ours.server());
                rows.append(row(key, "requests/s", ours, theirs, Outcome::requestsPerSecond));
                rows.append(row(key, "µs CPU/request", ours, theirs, Outcome::cpuMicrosPerRequest));
                rows.append(row(key, "p50 ms", ours, theirs, outcome -> outcome.latency()
                        .get("p50")));
                rows.append(row(key, "p99 ms", ours, theirs, outcome -> outcome.latency()
                        .get("p99")));
                rows.append(row(key, "p99.9 ms", ours, theirs, outcome -> outcome.latency()
                        .get("p99.9")));
            }
        }
        return rows.toString();
    }

    private static String row(
            String key, String figure, Outcome a, Outcome b, Function<Outcome, @Nullable Spread> value) {
        Spread before = value.apply(a);
        Spread after = value.apply(b);
        if (before == null || after == null) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%s %-18s %24s %24s %8.3f  %s%n",
                key,
                figure,
                Numbers.spread(before),
                Numbers.spread(after),
                after.median() / before.median(),
                verdict(before, after));
    }

    /** Says that B is lower or higher only if no round of one lies among the other's. */
    static String verdict(Spread a, Spread b) {
        if (a.count() < LEAST_ROUNDS || b.count() < LEAST_ROUNDS) {
            return "none: too few rounds";
        }
        if (!a.apartFrom(b)) {
            return "none: the spreads overlap";
        }
        return b.median() < a.median() ? "B is lower" : "B is higher";
    }
}
