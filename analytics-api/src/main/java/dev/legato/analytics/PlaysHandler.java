package dev.legato.analytics;

import dev.legato.contracts.TrackId;
import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.PagePath;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers for charts, figures and history. */
final class PlaysHandler {
    private static final Duration CHART_AGE = Duration.ofSeconds(1);

    private final PlayResults results;

    /** A play over the wire. */
    record Played(TrackId trackId, Instant playedAt) {}

    PlaysHandler(PlayResults results) {
        this.results = results;
    }

    Reply chart(Request request) {
        ChartWindow window = request.query("window", ChartWindow::parse).orElse(ChartWindow.DAY);
        int limit = request.limit(Request.MAX_ITEMS);
        Optional<ChartItem> after = request.query("cursor", PlaysHandler::chartItem);
        List<ChartItem> rest = results.chart(window, after, limit + 1);
        PagePath list =
                new PagePath("/v1/charts/tracks").with("window", window.wire()).with("limit", limit);
        return Reply.ok(Page.of(rest, limit, list, item -> Cursor.of(Long.toString(item.plays()), item.trackId())))
                .header("Cache-Control", "private, max-age=" + CHART_AGE.toSeconds());
    }

    Reply stats(Request request) {
        TrackId track = request.path("id", TrackId::new);
        return Reply.ok(results.stats(track.value())
                .orElseThrow(() -> Problem.notFound("There is no track %s.".formatted(track))));
    }

    Reply history(Request request) {
        int limit = request.limit(Request.MAX_ITEMS);
        Optional<Long> before = request.query("cursor", PlaysHandler::number);
        List<HistoryItem> all = results.history(request.caller().account());
        // Where the last page ended; if that play has left the history, so has everything after it.
        int from = before.map(
                        number -> all.stream().map(HistoryItem::number).toList().indexOf(number) + 1)
                .orElse(0);
        boolean gone = before.isPresent() && from == 0;
        List<HistoryItem> rest = gone ? List.of() : all.subList(from, all.size());
        PagePath list = new PagePath("/v1/me/history").with("limit", limit);
        return Reply.ok(Page.of(rest, limit, list, item -> Cursor.of(Long.toString(item.number())))
                        .map(item -> new Played(item.trackId(), item.playedAt())))
                .privateAlwaysAsk();
    }

    private static ChartItem chartItem(String cursor) {
        List<String> parts = Cursor.parse(cursor, Part.LONG, Part.ID).parts();
        return new ChartItem(parts.get(1), Long.parseLong(parts.get(0)));
    }

    private static long number(String cursor) {
        return Long.parseLong(Cursor.parse(cursor, Part.LONG).parts().getFirst());
    }
}
