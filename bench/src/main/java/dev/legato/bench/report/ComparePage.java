package dev.legato.bench.report;

import dev.legato.bench.report.Compare.Pair;
import dev.legato.bench.report.Compare.Row;
import dev.legato.bench.result.Numbers;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Spread;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Two runs side by side as one page that needs no other file, for screen, dark and paper. */
public final class ComparePage {
    private static final int WIDTH = 460;
    private static final int LEFT = 118;
    private static final double ROOM_FOR_VALUE = 160;

    private ComparePage() {}

    public static String of(Result a, Result b) throws IOException {
        StringBuilder body = new StringBuilder();
        head(body, a, b);
        List<Pair> pairs = Compare.pairs(a, b);
        if (!pairs.isEmpty()) {
            body.append("""
                    <h2>Side by side</h2><p class="sub">Medians, the thin line their 95 %% intervals. The two \
                    runs did not run next to each other, so a verdict needs intervals that do not overlap, of at least \
                    three rounds each.</p>
                    <ul class="legend" aria-hidden="true"><li>%s A</li><li>%s B</li></ul>
                    <div class="cards wide">
                    """.formatted(swatch("c3"), swatch("c0")));
            pairs.forEach(pair -> body.append("<div class=\"card\"><h3>%s, %s</h3>%s</div>\n"
                    .formatted(Html.escape(pair.label()), Html.escape(pair.server()), bars(pair))));
            body.append("</div>\n");
            table(body, pairs);
        }
        environment(body, a, b);
        String title = "Legato bench: two runs of " + a.scenario().name();
        return Html.page(title, ReportFolder.css(), body.toString());
    }

    private static void head(StringBuilder body, Result a, Result b) {
        body.append("<header><div class=\"kicker\">Legato bench · two runs</div>\n<h1>")
                .append(Html.escape(a.scenario().name()))
                .append(": B against A</h1>\n<p class=\"lead\">")
                .append(Html.escape(verdicts(Compare.pairs(a, b))))
                .append("</p></header>\n<div class=\"scroll\"><table><tbody>\n");
        run(body, "A", a);
        run(body, "B", b);
        body.append("</tbody></table></div>\n");
        List<String> warnings = Compare.warnings(a, b);
        if (!warnings.isEmpty()) {
            body.append("<div class=\"banner warn\" role=\"alert\"><strong>To be known</strong>");
            warnings.forEach(warning -> body.append(Html.escape(warning)).append("<br>"));
            body.append("</div>\n");
        }
    }

    /** How many figures may be judged at all, and how they went. */
    private static String verdicts(List<Pair> pairs) {
        List<Row> rows = pairs.stream().flatMap(pair -> pair.rows().stream()).toList();
        long better = rows.stream().filter(row -> row.tone().equals("better")).count();
        long worse = rows.stream().filter(row -> row.tone().equals("worse")).count();
        return "Better in B: %d. Worse: %d. No verdict: %d of %d figures."
                .formatted(better, worse, rows.size() - better - worse, rows.size());
    }

    private static void run(StringBuilder body, String name, Result result) {
        body.append(
                "<tr><td><strong>%s</strong></td><td class=\"text\">%s, %s, %d s</td><td class=\"text\">%s</td></tr>\n"
                        .formatted(
                                name,
                                Html.escape(Page.DATE.format(result.started())),
                                Html.escape(result.status()),
                                Math.round(result.seconds()),
                                Html.escape(String.join(" ", result.command()))));
    }

    /** For each figure a bar of A over a bar of B, on a scale of the figure's own. */
    private static String bars(Pair pair) {
        List<Row> rows = pair.rows();
        int row = 54;
        Svg svg = new Svg(WIDTH, 4 + row * rows.size(), "%s, %s, both runs".formatted(pair.label(), pair.server()));
        double y = 4;
        for (Row one : rows) {
            double most = Math.max(one.a().high(), one.b().high());
            Scale x = Scale.linear(0, most, LEFT, WIDTH - ROOM_FOR_VALUE);
            svg.text("name", 0, y + 14, "start", one.figure());
            svg.text(one.tone().isEmpty() ? "note" : "value " + one.tone(), 0, y + 33, "start", ratio(one));
            bar(svg, x, y, "c3", "A", one.a());
            bar(svg, x, y + 20, "c0", "B", one.b());
            y += row;
        }
        return svg.toString();
    }

    private static void bar(Svg svg, Scale x, double y, String colour, String run, Spread spread) {
        svg.box(
                "bar " + colour,
                LEFT,
                y + 3,
                x.at(spread.median()) - LEFT,
                16,
                "%s: %s".formatted(run, Numbers.spread(spread)));
        if (spread.count() > 1) {
            svg.line("span", x.at(spread.low()), y + 11, x.at(spread.high()), y + 11);
            svg.line("span", x.at(spread.low()), y + 7, x.at(spread.low()), y + 15);
            svg.line("span", x.at(spread.high()), y + 7, x.at(spread.high()), y + 15);
        }
        svg.text("mark", x.at(spread.high()) + 8, y + 15, "start", Numbers.spread(spread));
    }

    private static String ratio(Row row) {
        return Numbers.plain(row.ratio()) + " ×" + (row.tone().isEmpty() ? "" : ", " + row.tone());
    }

    private static void table(StringBuilder body, List<Pair> pairs) {
        body.append("""
                <h2>Figures</h2><p class="sub">Medians of the counting rounds, in brackets their 95 % intervals.</p>
                <div class="scroll"><table><thead><tr><th scope="col">case</th><th scope="col" class="text">server</th>\
                <th scope="col" class="text">figure</th><th scope="col">A</th><th scope="col">B</th><th scope="col">B/A</th>\
                <th scope="col" class="text">verdict</th></tr></thead><tbody>
                """);
        for (Pair pair : pairs) {
            for (Row row : pair.rows()) {
                body.append(
                        "<tr><td>%s</td><td class=\"text\">%s</td><td class=\"text\">%s</td><td>%s</td><td>%s</td><td>%s</td><td class=\"text %s\">%s</td></tr>\n"
                                .formatted(
                                        Html.escape(pair.label()),
                                        Html.escape(pair.server()),
                                        Html.escape(row.figure()),
                                        Html.escape(Numbers.spread(row.a())),
                                        Html.escape(Numbers.spread(row.b())),
                                        Html.escape(Numbers.plain(row.ratio())),
                                        row.tone(),
                                        Html.escape(row.verdict())));
            }
        }
        body.append("</tbody></table></div>\n");
    }

    private static void environment(StringBuilder body, Result a, Result b) {
        Map<String, List<String>> differences = Compare.differences(a, b);
        body.append("<h2>What they stood on</h2>\n");
        if (differences.isEmpty()) {
            body.append("<p>Every fact of the environment is the same in both.</p>\n");
            return;
        }
        body.append(
                "<p class=\"sub\">Only what differs.</p><table><thead><tr><th scope=\"col\">fact</th>"
                        + "<th scope=\"col\" class=\"text\">A</th><th scope=\"col\" class=\"text\">B</th></tr></thead><tbody>\n");
        differences.forEach((name, values) ->
                body.append("<tr><td>%s</td><td class=\"text\">%s</td><td class=\"text\">%s</td></tr>\n"
                        .formatted(Html.escape(name), Html.escape(values.get(0)), Html.escape(values.get(1)))));
        body.append("</tbody></table>\n");
    }

    private static String swatch(String colour) {
        return "<svg viewBox=\"0 0 26 10\"><rect class=\"bar %s\" width=\"26\" height=\"10\" rx=\"2\"/></svg>"
                .formatted(colour);
    }
}
