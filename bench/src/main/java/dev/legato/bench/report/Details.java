package dev.legato.bench.report;

import dev.legato.bench.result.Numbers;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Ceiling;
import dev.legato.bench.result.Result.Outcome;
import dev.legato.bench.result.Result.Server;
import java.util.Map;
import java.util.stream.Collectors;

/** The part of the page for those who want to know exactly, or to run it again. */
final class Details {
    private Details() {}

    static String of(Result result) {
        StringBuilder page = new StringBuilder(
                "<h2>Every round</h2><p class=\"sub\">Struck through: noisy, repeated, not" + " counted.</p>\n");
        for (Case one : result.cases()) {
            page.append("<details><summary>")
                    .append(Html.escape(one.label()))
                    .append("</summary>")
                    .append(Tables.rounds(one))
                    .append("</details>\n");
        }
        page.append(generator(result)).append(syscalls(result));
        page.append("<h2>What it stood on</h2>\n");
        if (!result.remarks().isEmpty()) {
            page.append("<div class=\"banner warn\"><strong>To be known</strong>");
            result.remarks().forEach(remark -> page.append(Html.escape(remark)).append("<br>"));
            page.append("</div>\n");
        }
        page.append("<table><tbody>\n");
        for (Map.Entry<String, String> fact : result.environment().entrySet()) {
            page.append("<tr><td>")
                    .append(Html.escape(fact.getKey()))
                    .append("</td><td class=\"text\">")
                    .append(Html.escape(fact.getValue()))
                    .append("</td></tr>\n");
        }
        page.append("</tbody></table>\n<h2>Commands</h2>\n<pre>")
                .append(Html.escape(String.join(" ", result.command())))
                .append("</pre>\n");
        result.servers().forEach(server -> page.append(server(server)));
        return page.toString();
    }

    private static String server(Server server) {
        StringBuilder text =
                new StringBuilder("<details><summary>%s <span class=\"sub\">%s</span></summary><pre>%s</pre>"
                        .formatted(
                                Html.escape(server.name()),
                                Html.escape(server.version()),
                                Html.escape(String.join(" ", server.command()))));
        server.files()
                .forEach((name, content) ->
                        text.append("<h3>%s</h3><pre>%s</pre>".formatted(Html.escape(name), Html.escape(content))));
        return text.append("</details>\n").toString();
    }

    private static String generator(Result result) {
        StringBuilder rows = new StringBuilder();
        for (Case one : result.cases()) {
            Ceiling ceiling = one.ceiling();
            if (ceiling != null) {
                rows.append("<tr><td>%s</td><td>%s%s</td><td class=\"text\">%s</td><td>%s</td></tr>\n"
                        .formatted(
                                Html.escape(one.label()),
                                ceiling.reached() ? "" : "≈ ",
                                Numbers.plain(ceiling.requestsPerSecond()),
                                ceiling.reached()
                                        ? "reached against the limit server"
                                        : "projected: the limit server was at its own limit, the generator was not",
                                ceiling.timesOpponent() == 0 ? "–" : Numbers.plain(ceiling.timesOpponent()) + " ×"));
            }
        }
        return rows.isEmpty() ? "" : """
                <h2>The generator's own ceiling</h2><p class="sub">Against the limit server. A round of any other server in \
                which the generator was the bottleneck does not count.</p>
                <table><thead><tr><th scope="col">case</th><th scope="col">requests/s</th><th scope="col" class="text">how\
                </th><th scope="col">over the fastest peer</th></tr></thead><tbody>
                %s</tbody></table>
                """.formatted(rows);
    }

    private static String syscalls(Result result) {
        StringBuilder rows = new StringBuilder();
        for (Case one : result.cases()) {
            for (Outcome outcome : one.outcomes()) {
                if (!outcome.syscallsPerRequest().isEmpty()) {
                    String calls = outcome.syscallsPerRequest().entrySet().stream()
                            .filter(call -> call.getValue() >= 0.005)
                            .map(call -> "%s %s".formatted(call.getKey(), Numbers.plain(call.getValue())))
                            .collect(Collectors.joining(", "));
                    rows.append("<tr><td>%s</td><td class=\"text\">%s</td><td class=\"text\">%s</td></tr>\n"
                            .formatted(Html.escape(one.label()), Html.escape(outcome.server()), Html.escape(calls)));
                }
            }
        }
        return rows.isEmpty() ? "" : """
                <h2>System calls a request</h2><p class="sub">By strace -c in a short round of its own, which counts for \
                nothing else.</p><table><tbody>
                %s</tbody></table>
                """.formatted(rows);
    }
}
