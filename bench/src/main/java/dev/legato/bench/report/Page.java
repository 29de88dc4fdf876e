package dev.legato.bench.report;

import dev.legato.bench.result.Numbers;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Ceiling;
import dev.legato.bench.result.Result.Comparison;
import dev.legato.bench.result.Result.Outcome;
import dev.legato.bench.result.Round;
import dev.legato.bench.result.Spread;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code report.html}: one file that needs no other, for screen, dark and paper. */
final class Page {
    static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Result result;
    private final Charts charts;
    private final StringBuilder page = new StringBuilder();

    private Page(Result result) {
        this.result = result;
        this.charts =
                new Charts(result.servers().stream().map(Result.Server::name).toList());
    }

    /** @param css the style sheet's text */
    static String of(Result result, String css) {
        Page page = new Page(result);
        page.write();
        return Html.page("Legato bench: " + result.scenario().name(), css, page.page.toString());
    }

    private void write() {
        head();
        tiles();
        comparisons();
        barSections();
        curves();
        tables();
        page.append(Details.of(result));
        page.append("<footer>result.json beside this page holds every figure; bench/README.md says what each means."
                        + " Shape version ")
                .append(result.version())
                .append(".</footer>\n");
    }

    private void head() {
        page.append("<header><div class=\"kicker\">Legato bench · ")
                .append(DATE.format(result.started()))
                .append(" · ")
                .append(Math.round(result.seconds()))
                .append(" s</div>\n<h1>")
                .append(Html.escape(heading()))
                .append("</h1>\n<p class=\"lead\">")
                .append(Html.escape(result.scenario().imitates()))
                .append("</p></header>\n");
        if (!result.status().equals("complete")) {
            page.append("<div class=\"banner bad\" role=\"alert\"><strong>This run is not a result: ")
                    .append(Html.escape(result.status()))
                    .append("</strong>");
            result.problems()
                    .forEach(problem -> page.append(Html.escape(problem)).append("<br>"));
            page.append("</div>\n");
        }
        long noisy =
                rounds().stream().filter(r -> r.counts() && !r.noise().quiet()).count();
        if (noisy > 0) {
            page.append("<div class=\"banner warn\"><strong>Noisy rounds were accepted</strong>")
                    .append(noisy)
                    .append(" of the rounds counted here ran while others used the machine; read absolute figures with"
                            + " care.</div>\n");
        }
    }

    private String heading() {
        List<String> names =
                result.servers().stream().map(Result.Server::family).distinct().toList();
        return result.scenario().name() + ": " + String.join(", ", names);
    }

    private void tiles() {
        List<String> tiles = new ArrayList<>();
        for (Case one : result.cases()) {
            for (Comparison comparison : one.comparisons()) {
                if (!comparison.theirs().equals("limit")) {
                    tiles.add(tile(one.label(), comparison));
                }
            }
        }
        if (tiles.isEmpty()) {
            result.cases().forEach(one -> one.outcomes().forEach(outcome -> tiles.addAll(waits(one.label(), outcome))));
        }
        page.append("<div class=\"tiles\">").append(String.join("", tiles));
        for (Case one : result.cases()) {
            Ceiling ceiling = one.ceiling();
            if (ceiling != null && ceiling.timesOpponent() > 0 && one.label().equals("64KiB")) {
                page.append(tile(
                        "%s %s ×".formatted(ceiling.reached() ? "" : "≈", Numbers.plain(ceiling.timesOpponent())),
                        "generator's ceiling over the fastest peer, %s".formatted(one.label()),
                        ""));
            }
        }
        page.append("</div>\n");
    }

    /** Where nobody is compared: how long one waits. */
    private static List<String> waits(String label, Outcome outcome) {
        List<String> tiles = new ArrayList<>();
        for (String percentile : List.of("p50", "p99", "p99.9")) {
            Spread spread = outcome.latency().get(percentile);
            if (spread != null) {
                tiles.add(tile(
                        Numbers.time(spread.median()),
                        "%s of %s, %s (%s–%s, %s)"
                                .formatted(
                                        percentile,
                                        outcome.server(),
                                        label,
                                        Numbers.time(spread.low()),
                                        Numbers.time(spread.high()),
                                        Numbers.rounds(spread.count())),
                        ""));
            }
        }
        return tiles;
    }

    private static String tile(String label, Comparison comparison) {
        Spread spread = comparison.cpu() != null ? comparison.cpu() : comparison.rate();
        boolean lessIsBetter = comparison.cpu() != null;
        String tone = spread.count() < 3 || !spread.excludes(1)
                ? ""
                : (spread.median() < 1) == lessIsBetter ? "better" : "worse";
        return tile(
                Numbers.plain(spread.median()) + " ×",
                "%s of %s, %s (%s–%s, %s)"
                        .formatted(
                                lessIsBetter ? "CPU a request" : "requests a second",
                                comparison.theirs(),
                                label,
                                Numbers.plain(spread.low()),
                                Numbers.plain(spread.high()),
                                Numbers.rounds(spread.count())),
                tone);
    }

    private static String tile(String big, String what, String tone) {
        return "<div class=\"tile\"><div class=\"big %s\">%s</div><div class=\"what\">%s</div></div>\n"
                .formatted(tone, Html.escape(big), Html.escape(what));
    }

    private void comparisons() {
        List<String> labels = new ArrayList<>();
        List<Comparison> rows = new ArrayList<>();
        for (Case one : result.cases()) {
            for (Comparison comparison : one.comparisons()) {
                labels.add(one.label());
                rows.add(comparison);
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        boolean cpu = rows.stream().allMatch(row -> row.cpu() != null);
        section(
                "Side by side",
                "Paired ratios: each round over the opponent's of the same number. The dot is the median, the band"
                        + " is its 95 % interval; left of the line is less. Of an opponent with"
                        + " several settings the better one counts.");
        page.append("<div class=\"card\"><h3>")
                .append(cpu ? "CPU a request" : "p99 latency")
                .append("</h3>");
        page.append(charts.ratios("Paired ratios by case", labels, rows, row -> cpu ? row.cpu() : row.p99()));
        page.append("<ul class=\"sub\">");
        for (int i = 0; i < rows.size(); i++) {
            page.append("<li>%s, %s over %s: %s</li>"
                    .formatted(
                            Html.escape(labels.get(i)),
                            Html.escape(rows.get(i).ours()),
                            Html.escape(rows.get(i).theirs()),
                            Html.escape(rows.get(i).verdict())));
        }
        page.append("</ul></div>\n");
    }

    private void barSections() {
        bars(
                "Throughput",
                "Requests a second; the thin line is the median's 95 % interval.",
                "requests/s",
                Outcome::requestsPerSecond);
        boolean cpu = result.cases().stream()
                .flatMap(one -> one.outcomes().stream())
                .anyMatch(outcome -> outcome.cpuMicrosPerRequest() != null);
        if (cpu) {
            bars(
                    "What a request costs",
                    "Microseconds of the server's processor a request, user and kernel, by the kernel's clocks. Less is better.",
                    "µs",
                    Outcome::cpuMicrosPerRequest);
        }
    }

    private void bars(String title, String sub, String unit, Function<Outcome, @Nullable Spread> value) {
        section(title, sub);
        page.append("<div class=\"cards\">");
        for (Case one : result.cases()) {
            page.append("<div class=\"card\"><h3>%s</h3>".formatted(Html.escape(one.label())))
                    .append(charts.bars("%s, %s".formatted(title, one.label()), unit, one.outcomes(), value))
                    .append("</div>");
        }
        page.append("</div>\n");
    }

    private void curves() {
        section(
                "Latency by percentile",
                "Every answered request of all counting rounds; each further nine has the same room. "
                        + "Open-loop latency counts from the moment a request should have left.");
        page.append(legend()).append("<div class=\"cards wide\">");
        for (Case one : result.cases()) {
            page.append("<div class=\"card\"><h3>%s</h3>".formatted(Html.escape(one.label())))
                    .append(charts.percentiles("Latency percentiles, " + one.label(), one.outcomes()))
                    .append("</div>");
        }
        page.append("</div>\n");
        section(
                "Time line",
                "Requests a second, second by second or turn by turn, the counting rounds one after the other.");
        page.append(legend()).append("<div class=\"cards wide\">");
        for (Case one : result.cases()) {
            page.append("<div class=\"card\"><h3>%s</h3>".formatted(Html.escape(one.label())))
                    .append(charts.timeLine("Requests a second over time, " + one.label(), one.outcomes()))
                    .append("</div>");
        }
        page.append("</div>\n");
    }

    private String legend() {
        StringBuilder legend = new StringBuilder("<ul class=\"legend\" aria-hidden=\"true\">");
        for (Result.Server server : result.servers()) {
            legend.append(
                    "<li><svg viewBox=\"0 0 26 10\"><line class=\"curve %s\" x1=\"0\" y1=\"5\" x2=\"26\" y2=\"5\"/></svg>%s</li>"
                            .formatted(charts.colour(server.name()), Html.escape(server.name())));
        }
        return legend.append("</ul>\n").toString();
    }

    private void tables() {
        section("Figures", "Medians of the counting rounds, in brackets their 95 % intervals.");
        for (Case one : result.cases()) {
            page.append(Tables.outcomes(one));
        }
    }

    private void section(String title, String sub) {
        page.append("<h2>%s</h2><p class=\"sub\">%s</p>\n".formatted(Html.escape(title), Html.escape(sub)));
    }

    private List<Round> rounds() {
        return result.cases().stream()
                .flatMap(one -> one.outcomes().stream())
                .flatMap(outcome -> outcome.rounds().stream())
                .toList();
    }
}
