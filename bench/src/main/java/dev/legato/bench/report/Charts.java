package dev.legato.bench.report;

import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.Tick;
import dev.legato.bench.result.Numbers;
import dev.legato.bench.result.Result.Comparison;
import dev.legato.bench.result.Result.Outcome;
import dev.legato.bench.result.Round;
import dev.legato.bench.result.Spread;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The pictures of a report. A server keeps its colour and its dashes through all of them. */
final class Charts {
    private static final int WIDTH = 460;
    private static final int NARROW = 290;
    private static final double[] MARKED_PERCENTILES = {0, 90, 99, 99.9, 99.99, 99.999};

    private final List<String> servers;

    /** @param servers in the order that gives each its colour */
    Charts(List<String> servers) {
        this.servers = servers;
    }

    /** A colour class of the style sheet. */
    String colour(String server) {
        // The limit is a mark on the wall rather than a server: always grey.
        return server.equals("limit")
                ? "c3"
                : "c" + new int[] {0, 1, 2, 4, 5, 6, 7}[Math.max(0, servers.indexOf(server)) % 7];
    }

    /** A bar for each server, with the span of its rounds. */
    String bars(String title, String unit, List<Outcome> outcomes, Function<Outcome, @Nullable Spread> value) {
        double most = 0;
        for (Outcome outcome : outcomes) {
            Spread spread = value.apply(outcome);
            most = spread == null ? most : Math.max(most, spread.high());
        }
        int row = 44;
        Svg svg = new Svg(NARROW, 8 + row * outcomes.size(), title);
        Scale x = Scale.linear(0, most, 0, NARROW - 62.0);
        double y = 4;
        for (Outcome outcome : outcomes) {
            Spread spread = value.apply(outcome);
            svg.text("name", 0, y + 12, "start", outcome.server());
            if (spread != null) {
                String tip = "%s: %s %s".formatted(outcome.server(), Numbers.spread(spread), unit);
                svg.box("bar " + colour(outcome.server()), 0, y + 18, x.at(spread.median()), 16, tip);
                if (spread.count() > 1) {
                    svg.line("span", x.at(spread.low()), y + 26, x.at(spread.high()), y + 26);
                    svg.line("span", x.at(spread.low()), y + 22, x.at(spread.low()), y + 30);
                    svg.line("span", x.at(spread.high()), y + 22, x.at(spread.high()), y + 30);
                }
                svg.text("value", x.at(spread.high()) + 8, y + 31, "start", Numbers.plain(spread.median()));
            } else {
                svg.text("note", 0, y + 31, "start", "no counting round");
            }
            y += row;
        }
        return svg.toString();
    }

    /** A row for each comparison: the median ratio and its span, left of 1 is less. */
    String ratios(
            String title, List<String> labels, List<Comparison> rows, Function<Comparison, @Nullable Spread> value) {
        int row = 30;
        int left = 240;
        int height = 34 + row * rows.size();
        Svg svg = new Svg(960, height, title);
        double low = 0.5;
        double high = 2;
        for (Comparison comparison : rows) {
            Spread spread = value.apply(comparison);
            if (spread != null) {
                low = Math.min(low, spread.low() * 0.95);
                high = Math.max(high, spread.high() * 1.05);
            }
        }
        Scale x = Scale.logarithmic(low, high, left, 860);
        for (double mark : new double[] {0.25, 0.5, 0.75, 1, 1.5, 2, 4}) {
            if (mark >= low && mark <= high) {
                svg.line(mark == 1 ? "one" : "grid", x.at(mark), 4, x.at(mark), height - 24.0);
                svg.text("mark", x.at(mark), height - 8.0, "middle", Numbers.mark(mark) + " ×");
            }
        }
        double y = 20;
        for (int i = 0; i < rows.size(); i++) {
            Comparison comparison = rows.get(i);
            Spread spread = value.apply(comparison);
            svg.text("name", 0, y + 4, "start", labels.get(i) + "  ÷ " + comparison.theirs());
            if (spread != null) {
                String css = colour(comparison.ours());
                svg.line("reach " + css, x.at(spread.low()), y, x.at(spread.high()), y);
                svg.dot("dot " + css, x.at(spread.median()), y, 5, Numbers.spread(spread));
                svg.text("value", 876, y + 4, "start", Numbers.plain(spread.median()) + " ×");
            }
            y += row;
        }
        return svg.toString();
    }

    /** Latency by percentile; both axes logarithmic, so that each nine has the same room. */
    String percentiles(String title, List<Outcome> outcomes) {
        List<Outcome> shown = outcomes.stream()
                .filter(outcome -> outcome.histograms().containsKey("latency"))
                .toList();
        List<Histogram> histograms = shown.stream()
                .map(outcome -> Histograms.decode(outcome.histograms().getOrDefault("latency", "")))
                .toList();
        double low = Double.MAX_VALUE;
        double high = 0.001;
        double most = 10;
        for (Histogram histogram : histograms) {
            low = Math.min(low, Math.max(0.001, histogram.getValueAtPercentile(1) / 1e6));
            high = Math.max(high, histogram.getMaxValue() / 1e6);
            most = Math.max(most, (double) histogram.getTotalCount());
        }
        int height = 300;
        int left = 58;
        Svg svg = new Svg(WIDTH, height, title);
        Scale y = Scale.logarithmic(
                Math.pow(10, Math.floor(Math.log10(Math.min(low, high)))),
                Math.pow(10, Math.ceil(Math.log10(high) + 1e-9)),
                height - 34.0,
                8);
        Scale x = Scale.logarithmic(1, Math.max(100, most), left, WIDTH - 12.0);
        for (double mark : y.marks()) {
            svg.line("grid", left, y.at(mark), WIDTH - 12.0, y.at(mark));
            svg.text(
                    "mark",
                    left - 8.0,
                    y.at(mark) + 4,
                    "end",
                    Numbers.time(mark).replace(".00", "").replace(".0", ""));
        }
        for (double percentile : MARKED_PERCENTILES) {
            double nines = 100 / (100 - percentile);
            if (nines <= most) {
                svg.line("grid", x.at(nines), 8, x.at(nines), height - 34.0);
                svg.text(
                        "mark", x.at(nines), height - 16.0, "middle", percentile == 0 ? "min" : "p" + trim(percentile));
            }
        }
        for (int i = 0; i < shown.size(); i++) {
            Histogram histogram = histograms.get(i);
            double[] points = new double[2 * 81];
            double span = Math.log10(Math.max(10.0, (double) histogram.getTotalCount()));
            for (int step = 0; step <= 80; step++) {
                double nines = Math.pow(10, span * step / 80);
                points[2 * step] = x.at(nines);
                points[2 * step + 1] = y.at(histogram.getValueAtPercentile(100 - 100 / nines) / 1e6);
            }
            svg.polyline(
                    "curve " + colour(shown.get(i).server()),
                    points,
                    shown.get(i).server());
        }
        return svg.toString();
    }

    /** Requests a second over each counting round's seconds, the rounds one after the other. */
    String timeLine(String title, List<Outcome> outcomes) {
        double most = 1;
        double seconds = 0;
        for (Outcome outcome : outcomes) {
            double length = 0;
            for (Round round : outcome.rounds()) {
                if (round.counts()) {
                    for (Tick tick : round.ticks()) {
                        most = Math.max(most, tick.requests() / tick.seconds());
                        length += tick.seconds();
                    }
                }
            }
            seconds = Math.max(seconds, length);
        }
        int height = 220;
        int left = 58;
        Svg svg = new Svg(WIDTH, height, title);
        Scale y = Scale.linear(0, most * 1.05, height - 34.0, 8);
        Scale x = Scale.linear(0, seconds, left, WIDTH - 12.0);
        for (double mark : y.marks()) {
            svg.line("grid", left, y.at(mark), WIDTH - 12.0, y.at(mark));
            svg.text("mark", left - 8.0, y.at(mark) + 4, "end", Numbers.mark(mark));
        }
        for (double mark : x.marks()) {
            svg.text("mark", x.at(mark), height - 16.0, "middle", Numbers.mark(mark) + " s");
        }
        for (Outcome outcome : outcomes) {
            double at = 0;
            for (Round round : outcome.rounds()) {
                if (!round.counts() || round.ticks().isEmpty()) {
                    continue;
                }
                double[] points = new double[2 * round.ticks().size() + 2];
                int i = 0;
                for (Tick tick : round.ticks()) {
                    if (i == 0) {
                        points[i++] = x.at(at);
                        points[i++] = y.at(tick.requests() / tick.seconds());
                    }
                    at += tick.seconds();
                    points[i++] = x.at(at);
                    points[i++] = y.at(tick.requests() / tick.seconds());
                }
                svg.polyline(
                        "curve " + colour(outcome.server()),
                        points,
                        "%s, round %d".formatted(outcome.server(), round.number()));
            }
        }
        return svg.toString();
    }

    private static String trim(double percentile) {
        return percentile == Math.rint(percentile)
                ? Long.toString(Math.round(percentile))
                : Double.toString(percentile);
    }
}
