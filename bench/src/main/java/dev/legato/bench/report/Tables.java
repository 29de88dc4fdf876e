package dev.legato.bench.report;

import dev.legato.bench.result.Numbers;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Outcome;
import dev.legato.bench.result.Round;
import dev.legato.bench.result.Spread;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report's tables. */
final class Tables {
    private Tables() {}

    /** A case's figures, a row for each server. */
    static String outcomes(Case one) {
        StringBuilder table = new StringBuilder("""
                <div class="scroll"><table><caption>%s</caption><thead><tr><th scope="col">server</th>\
                <th scope="col">requests/s</th><th scope="col">MB/s</th><th scope="col">µs CPU/request</th>\
                <th scope="col">µs CPU/MB</th><th scope="col">p50</th><th scope="col">p99</th><th scope="col">p99.9</th>\
                <th scope="col">max</th><th scope="col">syscalls/request</th></tr></thead><tbody>
                """.formatted(Html.escape(one.label())));
        for (Outcome outcome : one.outcomes()) {
            double syscalls = outcome.syscallsPerRequest().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            row(
                    table,
                    outcome.server(),
                    List.of(
                            Numbers.spread(outcome.requestsPerSecond()),
                            Numbers.spread(outcome.megabytesPerSecond()),
                            Numbers.spread(outcome.cpuMicrosPerRequest()),
                            Numbers.spread(outcome.cpuMicrosPerMegabyte()),
                            time(outcome.latency().get("p50")),
                            time(outcome.latency().get("p99")),
                            time(outcome.latency().get("p99.9")),
                            time(outcome.latency().get("max")),
                            syscalls == 0 ? "–" : Numbers.plain(syscalls)));
        }
        table.append("</tbody></table></div>\n");
        return table.append(figures(one)).toString();
    }

    /** A scenario's own figures; empty when it has none. */
    private static String figures(Case one) {
        TreeSet<String> names = one.outcomes().stream()
                .flatMap(outcome -> outcome.figures().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (names.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder(
                "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">" + "the scenario's own figures</th>");
        one.outcomes().forEach(outcome -> table.append("<th scope=\"col\">")
                .append(Html.escape(outcome.server()))
                .append("</th>"));
        table.append("</tr></thead><tbody>\n");
        for (String name : names) {
            row(
                    table,
                    name,
                    one.outcomes().stream()
                            .map(outcome -> outcome.figures().get(name))
                            .map(figure -> figure == null ? "–" : Numbers.plain(figure))
                            .toList());
        }
        return table.append("</tbody></table></div>\n").toString();
    }

    /** Every round of a case, those left out struck through. */
    static String rounds(Case one) {
        StringBuilder table = new StringBuilder("""
                <div class="scroll"><table><caption>%s</caption><thead><tr><th scope="col">server</th>\
                <th scope="col">round</th><th scope="col">requests</th><th scope="col">requests/s</th>\
                <th scope="col">µs CPU/request</th><th scope="col">p99</th><th scope="col">server busy</th>\
                <th scope="col">generator busy</th><th scope="col">others</th><th scope="col">bodies compared</th>\
                <th scope="col">errors</th><th scope="col">disk reads</th><th scope="col">generator B/request</th>\
                <th scope="col">RSS above idle, kB</th><th scope="col" class="text">remark</th></tr></thead><tbody>
                """.formatted(Html.escape(one.label())));
        for (Outcome outcome : one.outcomes()) {
            for (Round round : outcome.rounds()) {
                table.append(round.counts() ? "<tr>" : "<tr class=\"out\">");
                cell(table, outcome.server());
                cell(table, round.number() + (round.attempt() > 1 ? "." + round.attempt() : ""));
                cell(table, Numbers.count(round.requests()));
                cell(table, Numbers.plain(round.requestsPerSecond()));
                cell(table, number(round.cpuMicrosPerRequest()));
                cell(table, Numbers.time(round.latency().getOrDefault("p99", 0.0)));
                cell(table, round.serverUse() == null ? "–" : percent(round.serverUse()));
                cell(table, percent(round.generatorUse()));
                cell(table, percent(round.noise().foreign()));
                cell(table, Numbers.count(round.checked()));
                cell(
                        table,
                        Numbers.count(round.errors().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()));
                cell(table, round.diskReadBytes() == null ? "–" : Numbers.count(round.diskReadBytes()));
                cell(table, Numbers.plain(round.generatorBytesPerRequest()));
                cell(
                        table,
                        round.memory() == null
                                ? "–"
                                : Numbers.plain(round.memory().residentBytes() / 1000.0));
                table.append("<td class=\"text\">")
                        .append(Html.escape(round.remark()))
                        .append("</td></tr>\n");
            }
        }
        return table.append("</tbody></table></div>\n").toString();
    }

    private static void row(StringBuilder table, String name, List<String> cells) {
        table.append("<tr>");
        cell(table, name);
        cells.forEach(text -> cell(table, text));
        table.append("</tr>\n");
    }

    private static void cell(StringBuilder table, String text) {
        table.append("<td>").append(Html.escape(text)).append("</td>");
    }

    private static String number(@Nullable Double value) {
        return value == null ? "–" : Numbers.plain(value);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String time(@Nullable Spread spread) {
        return spread == null ? "–" : Numbers.time(spread.median());
    }
}
