package dev.legato.search.rank;

import dev.legato.search.index.Explanation;
import dev.legato.search.index.Facets;
import dev.legato.search.index.Hits;
import dev.legato.search.index.Hits.Hit;
import dev.legato.search.index.MatchClass;
import dev.legato.search.index.SearchCursor;
import dev.legato.search.index.SearchCursor.Place;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.Suggestion;
import dev.legato.search.plan.NamesOfDocument;
import dev.legato.search.plan.QueryPlan;
import dev.legato.search.plan.QueryPlan.Stage;
import dev.legato.search.plan.Tier;
import dev.legato.search.text.SearchText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a search on any engine. It fetches a window of candidates, ranks them, drops what is a recording already
 * shown and what the cursor has passed, and goes on with the next window until the page is full, {@value #MAX_WINDOWS} windows
 * are looked through or the source's time runs out. A window is a function of the query and the index, and so is each page.
 *
 * <p>Quotation marks are part of some titles: where no candidate of the first page's windows has the phrase, its words are
 * better than nothing. The cursor carries which of the two it was, so all pages are of one search.
 */
public final class Searcher {
    /** One search occupies an engine no longer than it takes to fetch so many windows. */
    private static final int MAX_WINDOWS = 8;

    private final SearchQuery query;
    private final CandidateSource source;
    private final Ranking ranking;
    private final QueryPlan plan;

    private Searcher(SearchQuery query, CandidateSource source) {
        this.query = query;
        this.source = source;
        this.ranking = new Ranking(query.typed(), query.explain());
        this.plan = new QueryPlan(query.typed());
    }

    /** Finds one page of hits. */
    public static Hits search(SearchQuery query, CandidateSource source) throws IOException {
        if (query.typed().isBlank() && !query.typed().text().literal().isEmpty()) {
            // Signs that say nothing were typed: that is no wish to see everything.
            return Hits.NONE;
        }
        return new Searcher(query, source).search();
    }

    /** Completes what was typed with names, each once. */
    public static List<Suggestion> suggest(SearchQuery query, CandidateSource source) throws IOException {
        if (query.typed().isBlank()) {
            return List.of();
        }
        Searcher searcher = new Searcher(query, source);
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<Suggestion> suggestions = new ArrayList<>();
        for (Scored hit : searcher.rankWindow(searcher.firstWindow().candidates)) {
            String written = NamesOfDocument.parse(hit.candidate().names())
                    .names()
                    .getFirst()
                    .written();
            if (suggestions.size() < query.limit() && hit.match() != MatchClass.LYRICS && seen.add(written)) {
                suggestions.add(new Suggestion(
                        hit.candidate().id(), written, Highlights.of(SearchText.of(written), query.typed())));
            }
        }
        return suggestions;
    }

    /** Candidates that are ranked together. */
    private record Window(
            List<Candidate> candidates, List<Tier> tiers, long total, boolean totalIsExact, boolean complete) {
        boolean isFull() {
            return candidates.size() >= QueryPlan.WINDOW;
        }
    }

    /**
     * Hits, and where to go on.
     *
     * @param next null if there are no more
     */
    private record Found(List<Scored> hits, @Nullable SearchCursor next, boolean complete) {}

    private Hits search() throws IOException {
        SearchCursor after = query.after();
        Window first = firstWindow();
        boolean strict = after == null ? !query.typed().phrases().isEmpty() : after.strict();
        Found found = find(first, after, strict);
        if (after == null && strict && found.hits.isEmpty()) {
            Found loose = find(first, null, false);
            // Where nothing is found because the time ran out, the next try begins with the phrase again.
            found = loose.hits.isEmpty() ? found : loose;
        }
        return hits(found, first);
    }

    private Found find(Window first, @Nullable SearchCursor after, boolean strict) throws IOException {
        Place start = after == null ? null : after.window();
        if (start != null && !first.complete) {
            // It is not known of which stages the cursor's window is.
            return new Found(List.of(), after, false);
        }
        List<Scored> page = new ArrayList<>();
        Set<String> recordings = new HashSet<>();
        Window window = start == null ? first : windowAfter(start, first);
        SearchCursor next = after == null ? SearchCursor.ofWindow(null, strict) : after;
        for (int windows = 1; ; windows++) {
            int before = page.size();
            for (Scored hit : rank(window.candidates, strict)) {
                if ((query.collapse() && !recordings.add(hit.candidate().recording())) || isPassed(hit, start, after)) {
                    continue;
                }
                if (page.size() == query.limit()) {
                    return new Found(page, next, window.complete);
                }
                page.add(hit);
                next = new SearchCursor(
                        start,
                        hit.score(),
                        hit.candidate().rank(),
                        hit.candidate().id().text(),
                        strict);
            }
            if (!window.complete) {
                // What was looked through in vain is not looked through again.
                boolean here = windows == 1 || page.size() > before;
                return new Found(page, here ? next : SearchCursor.ofWindow(start, strict), false);
            }
            if (!window.isFull()) {
                return new Found(page, null, true);
            }
            start = window.candidates.getLast().place();
            if (windows == MAX_WINDOWS) {
                return new Found(page, SearchCursor.ofWindow(start, strict), true);
            }
            window = windowAfter(start, first);
        }
    }

    /** Whether a hit was on the page before. */
    private static boolean isPassed(Scored hit, @Nullable Place window, @Nullable SearchCursor after) {
        if (after == null || !Objects.equals(window, after.window())) {
            return false;
        }
        if (hit.score() != after.score()) {
            return hit.score() > after.score();
        }
        if (hit.candidate().rank() != after.rank()) {
            return hit.candidate().rank() > after.rank();
        }
        return hit.candidate().id().text().compareTo(after.id()) <= 0;
    }

    private List<Scored> rankWindow(List<Candidate> candidates) {
        List<Scored> ranked = rank(candidates, true);
        return ranked.isEmpty() ? rank(candidates, false) : ranked;
    }

    private List<Scored> rank(List<Candidate> candidates, boolean strictly) {
        return candidates.stream()
                .flatMap(candidate -> ranking.score(candidate, strictly).stream())
                .sorted(Scored.ORDER)
                .toList();
    }

    /** The candidates after a place, of the stages that the first window needs. */
    private Window windowAfter(Place start, Window first) throws IOException {
        CandidateSource.Window found = source.candidates(first.tiers, query, start, QueryPlan.WINDOW);
        return new Window(found.candidates(), first.tiers, found.total(), found.totalIsExact(), found.complete());
    }

    private Window firstWindow() throws IOException {
        List<Candidate> all = new ArrayList<>();
        List<Tier> tiers = new ArrayList<>();
        Set<SearchId> known = new HashSet<>();
        long total = 0;
        boolean totalIsExact = true;
        boolean complete = true;
        for (Stage stage : Stage.values()) {
            if (!complete || all.size() >= QueryPlan.WINDOW || !stage.isWanted(all.size())) {
                continue;
            }
            List<Tier> more = plan.tiers(stage, source.spelling());
            tiers.addAll(more);
            CandidateSource.Window found = source.candidates(more, query, null, QueryPlan.WINDOW);
            found.candidates().stream()
                    .filter(candidate -> all.size() < QueryPlan.WINDOW && known.add(candidate.id()))
                    .forEach(all::add);
            total = Math.max(total, found.total());
            totalIsExact &= found.totalIsExact();
            complete = found.complete();
        }
        return new Window(List.copyOf(all), tiers, Math.max(total, all.size()), totalIsExact, complete);
    }

    private Hits hits(Found found, Window first) throws IOException {
        List<Scored> page = found.hits;
        List<Buffer> views = source.views(page.stream().map(Scored::candidate).toList());
        List<Hit> hits = new ArrayList<>(page.size());
        for (int i = 0; i < page.size(); i++) {
            Scored hit = page.get(i);
            hits.add(new Hit(
                    hit.candidate().id(),
                    views.get(i),
                    hit.match(),
                    hit.match() == MatchClass.LYRICS,
                    hit.score(),
                    query.explain()
                            ? new Explanation(
                                    "%s, tier %d, rank %d"
                                            .formatted(
                                                    hit.match(),
                                                    hit.candidate().tier(),
                                                    hit.candidate().rank()),
                                    hit.score(),
                                    hit.reasons())
                            : null));
        }
        Facets facets = query.facets() ? source.facets(first.tiers, query) : null;
        return new Hits(hits, found.next, first.total, first.totalIsExact, facets, first.complete && found.complete);
    }
}
