package dev.legato.bench.runner;

import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.result.Outcomes;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What one server has shown in one case so far. */
final class Tally {
    /** A server that uses less than this between its turns does nothing there. */
    private static final double MUCH = 0.01;

    final Contestant contestant;
    final List<Round> rounds = new ArrayList<>();
    final IdleUse idle = new IdleUse();
    private final Map<String, Histogram> histograms = new TreeMap<>();
    private final Map<String, Double> syscalls = new LinkedHashMap<>();
    private final Map<String, Double> figures = new TreeMap<>();

    Tally(Contestant contestant) {
        this.contestant = contestant;
    }

    String name() {
        return contestant.name();
    }

    void add(Round round, LoadReport report) {
        rounds.add(round);
        if (round.counts()) {
            report.histograms()
                    .forEach((name, text) -> histograms.merge(name, Histograms.decode(text), (a, b) -> {
                        a.add(b);
                        return a;
                    }));
        }
    }

    /** Takes all rounds back: where the generator was the bottleneck, the others are doubtful too. */
    void discard() {
        rounds.clear();
    }

    void countSyscalls(Map<String, Long> calls, long requests) {
        if (requests > 0) {
            calls.forEach((name, count) -> syscalls.put(name, count / (double) requests));
        }
    }

    /** Adds a figure that is not of any one round. */
    void figure(String name, double value) {
        figures.put(name, value);
    }

    Result.Outcome outcome() {
        Map<String, String> encoded = new TreeMap<>();
        histograms.forEach((name, histogram) -> encoded.put(name, Histograms.encode(histogram)));
        Map<String, Double> more = new TreeMap<>(figures);
        if (idle.use() > MUCH) {
            more.put("CPU between its turns, % of a processor", 100 * idle.use());
        }
        return Outcomes.summarize(name(), contestant.facts().family(), rounds, syscalls, encoded, more);
    }
}
