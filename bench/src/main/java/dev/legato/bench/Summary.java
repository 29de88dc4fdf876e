package dev.legato.bench;

import dev.legato.bench.result.Result;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Ceiling;
import dev.legato.bench.result.Result.Comparison;
import java.io.PrintStream;
import java.util.Locale;

/** The run in a few lines, for the terminal. */
final class Summary {
    private Summary() {}

    static void print(Result result, PrintStream out) {
        for (Case one : result.cases()) {
            for (Comparison comparison : one.comparisons()) {
                out.println("%-8s %s against %s: %s"
                        .formatted(one.label(), comparison.ours(), comparison.theirs(), comparison.verdict()));
            }
            Ceiling ceiling = one.ceiling();
            if (ceiling != null) {
                out.println(String.format(
                        Locale.ROOT,
                        "%-8s generator's ceiling: %,.0f requests/s, %s%s",
                        one.label(),
                        ceiling.requestsPerSecond(),
                        ceiling.reached() ? "reached" : "projected from its use",
                        ceiling.timesOpponent() == 0
                                ? ""
                                : String.format(Locale.ROOT, "; %.2f × the fastest peer", ceiling.timesOpponent())));
            }
        }
        result.remarks().forEach(remark -> out.println("note: " + remark));
        result.problems().forEach(problem -> out.println("PROBLEM: " + problem));
    }
}
