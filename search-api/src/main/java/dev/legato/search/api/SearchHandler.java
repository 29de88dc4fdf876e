package dev.legato.search.api;

import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.PagePath;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.links.EdgeOrigins;
import dev.legato.search.index.Explanation;
import dev.legato.search.index.Facets;
import dev.legato.search.index.Facets.Count;
import dev.legato.search.index.Hits;
import dev.legato.search.index.Hits.Hit;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.Suggestion;
import dev.legato.search.index.Suggestion.Highlight;
import dev.legato.search.life.IndexKeeper;
import dev.legato.search.recent.SearchReport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers searches from the index: a page of hits for each type asked for, and completions of what is being typed. */
public final class SearchHandler {
    private static final int USUAL_SUGGESTIONS = 10;
    private static final List<String> FILTERS =
            List.of("year", "genre", "artist", "available", "explicit", "facets", "explain", "collapse");

    private final IndexKeeper keeper;
    private final HitViews views;
    private final EdgeOrigins edge;
    private final SearchReport report;

    /** A hit's score over the wire. */
    private record Explained(
            String id,
            String match,
            int score,
            boolean byLyrics,
            @Nullable Explanation explanation) {}

    /** A completion over the wire; {@code highlights} are what was typed, in UTF-16 units of the text. */
    private record Completion(String kind, String id, String text, List<Highlight> highlights) {}

    public SearchHandler(IndexKeeper keeper, HitViews views, EdgeOrigins edge, SearchReport report) {
        this.keeper = keeper;
        this.views = views;
        this.edge = edge;
        this.report = report;
    }

    public Reply search(Request request) throws IOException {
        SearchParameters asked = SearchParameters.of(request);
        UnaryOperator<String> urls = urls(request);
        Map<String, Object> found = new LinkedHashMap<>();
        Map<String, Object> facets = new LinkedHashMap<>();
        Map<String, Object> explanations = new LinkedHashMap<>();
        boolean any = false;
        for (SearchKind kind : asked.kinds()) {
            Hits hits = keeper.ask(index -> index.search(asked.query(kind)));
            String name = SearchParameters.name(kind) + "s";
            found.put(
                    name,
                    Page.of(
                            views.of(kind, hits.hits(), urls),
                            path(request, asked, kind),
                            hits.next() == null ? null : hits.next().cursor()));
            any |= !hits.hits().isEmpty();
            if (hits.facets() != null) {
                facets.put(name, counts(hits.facets(), asked.facets()));
            }
            if (asked.explain()) {
                explanations.put(
                        name, hits.hits().stream().map(SearchHandler::explained).toList());
            }
        }
        if (!any && asked.after() == null) {
            report.foundNothing(asked.q());
        }
        if (!facets.isEmpty()) {
            found.put("facets", facets);
        }
        if (asked.explain()) {
            found.put("explanations", explanations);
        }
        return Reply.tagged(found);
    }

    public Reply suggest(Request request) throws IOException {
        String typed = SearchParameters.typed(request);
        Set<SearchKind> kinds = request.query("types", SearchParameters::kinds).orElse(SearchParameters.KINDS);
        var query = SearchParameters.completion(
                typed, kinds, request.caller().explicit(), request.limit(USUAL_SUGGESTIONS));
        List<Completion> completions = keeper.ask(index -> index.suggest(query)).stream()
                .map(SearchHandler::completion)
                .toList();
        return Reply.tagged(new Page<>(completions, null));
    }

    private UnaryOperator<String> urls(Request request) {
        String base = edge.url(request.host());
        return key -> base + '/' + key;
    }

    /** The path of a kind's pages, with what else was asked for. */
    private static PagePath path(Request request, SearchParameters asked, SearchKind kind) {
        PagePath path = new PagePath("/v1/search")
                .with("q", asked.q())
                .with("types", SearchParameters.name(kind))
                .with("limit", asked.limit());
        for (String filter : FILTERS) {
            String value = request.query(filter).orElse("");
            if (!value.isEmpty()) {
                path = path.with(filter, value);
            }
        }
        return path;
    }

    private static Map<String, List<Count>> counts(Facets facets, Set<String> asked) {
        Map<String, List<Count>> counts = new LinkedHashMap<>();
        Stream.of("genre", "year")
                .filter(asked::contains)
                .forEach(facet -> counts.put(facet, facet.equals("genre") ? facets.genres() : facets.years()));
        return counts;
    }

    private static Explained explained(Hit hit) {
        return new Explained(
                hit.id().id(),
                hit.match().name().toLowerCase(Locale.ROOT),
                hit.score(),
                hit.byLyrics(),
                hit.explanation());
    }

    private static Completion completion(Suggestion suggestion) {
        return new Completion(
                SearchParameters.name(suggestion.id().kind()),
                suggestion.id().id(),
                suggestion.text(),
                suggestion.highlights());
    }
}
