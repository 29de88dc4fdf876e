package dev.legato.search.recent;

import dev.legato.contracts.ContentId;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Takes what listeners picked, and shows and removes their own recent searches; and the operator's report. */
public final class RecentHandler {
    private static final int DAYS = 30;

    private final RecentSearches searches;
    private final SearchReport report;
    private final Clock clock;

    public RecentHandler(RecentSearches searches, SearchReport report, Clock clock) {
        this.searches = searches;
        this.report = report;
        this.clock = clock;
    }

    public Reply pick(Request request) {
        Pick pick = Pick.of(request.body(Pick.Sent.class));
        searches.add(request.caller().account(), pick, clock.instant());
        report.picked(pick.position());
        return Reply.noContent();
    }

    public Reply list(Request request) {
        return Reply.ok(new Page<>(searches.of(request.caller().account()), null))
                .privateAlwaysAsk();
    }

    public Reply clear(Request request) {
        searches.forget(request.caller().account());
        return Reply.noContent();
    }

    public Reply remove(Request request) {
        String id = request.path("id", text -> {
            ContentId.require("id", text);
            return text;
        });
        if (!searches.remove(request.caller().account(), id)) {
            throw Problem.notFound("You have no recent search %s.".formatted(id));
        }
        return Reply.noContent();
    }

    public Reply report(Request request) {
        request.caller().requireRole("admin");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Reply.ok(report.since(today.minusDays(DAYS - 1))).privateAlwaysAsk();
    }
}
