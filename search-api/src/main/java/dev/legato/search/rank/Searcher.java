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
 * shown and what the cursor has passed, and goes on with the next window until the page is full. A window is a function
 * of the query and the index, and so is each page.
 */
public final class Searcher {
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
        for (Scored hit : searcher.rank(searcher.window(null).candidates)) {
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

    private Hits search() throws IOException {
        SearchCursor after = query.after();
        Place start = after == null ? null : after.window();
        List<Scored> page = new ArrayList<>();
        Set<String> recordings = new HashSet<>();
        Window first = window(start);
        Window window = first;
        SearchCursor next = null;
        while (true) {
            for (Scored hit : rank(window.candidates)) {
                if ((query.collapse() && !recordings.add(hit.candidate().recording())) || isPassed(hit, start, after)) {
                    continue;
                }
                if (page.size() == query.limit()) {
                    return hits(page, next, first);
                }
                page.add(hit);
                next = new SearchCursor(
                        start,
                        hit.score(),
                        hit.candidate().rank(),
                        hit.candidate().id().text());
            }
            if (!window.isFull()) {
                return hits(page, null, first);
            }
            start = window.candidates.getLast().place();
            window = window(start);
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

    private List<Scored> rank(List<Candidate> candidates) {
        List<Scored> ranked = rank(candidates, true);
        // Quotation marks are part of some titles: where no name has the phrase, its words are better than nothing.
        return ranked.isEmpty() ? rank(candidates, false) : ranked;
    }

    private List<Scored> rank(List<Candidate> candidates, boolean strictly) {
        return candidates.stream()
                .flatMap(candidate -> ranking.score(candidate, strictly).stream())
                .sorted(Scored.ORDER)
                .toList();
    }

    /** The candidates after a place, of the stages that the first window needs. */
    private Window window(@Nullable Place start) throws IOException {
        Window first = firstWindow();
        if (start == null) {
            return first;
        }
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

    private Hits hits(List<Scored> page, @Nullable SearchCursor next, Window first) throws IOException {
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
        return new Hits(hits, next, first.total, first.totalIsExact, facets, first.complete);
    }
}
