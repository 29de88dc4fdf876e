package dev.legato.metadata.api;

import dev.legato.metadata.search.SearchCursor;
import dev.legato.metadata.search.SearchKind;
import dev.legato.metadata.search.SearchQuery;
import dev.legato.metadata.search.SearchStore;
import dev.legato.metadata.search.SearchStore.Hits;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.PagePath;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Search: a page of hits for each type asked for. */
public final class SearchHandler {
    private static final int USUAL_ITEMS = 20;
    private static final int MAX_TYPES_CHARACTERS = 64;

    private final SearchStore store;
    private final Views views;

    public SearchHandler(SearchStore store, Views views) {
        this.store = store;
        this.views = views;
    }

    public Reply search(Request request) {
        String typed = request.query("q")
                .orElseThrow(() -> Problem.invalid(
                        "q", "missing (expected: 1 to %d characters)".formatted(SearchQuery.MAX_CHARACTERS)));
        SearchQuery query = parsed(typed);
        Set<SearchKind> kinds =
                request.query("types", SearchHandler::kinds).orElseGet(() -> EnumSet.allOf(SearchKind.class));
        Optional<SearchCursor> after = request.query("cursor", SearchCursor::parse);
        if (after.isPresent() && kinds.size() > 1) {
            throw Problem.invalid(
                    "cursor", "for %d types (expected: a cursor with the one type it is of)".formatted(kinds.size()));
        }
        int limit = request.limit(USUAL_ITEMS);
        boolean explicit = Listener.of(request.caller()).explicit();
        Map<String, Page<?>> found = new LinkedHashMap<>();
        for (SearchKind kind : kinds) {
            Hits hits = store.find(kind, query, explicit, after.orElse(null), limit);
            PagePath path = new PagePath("/v1/search")
                    .with("q", typed)
                    .with("types", name(kind))
                    .with("limit", limit);
            found.put(
                    name(kind) + "s",
                    Page.of(
                            entries(kind, hits.ids(), views.of(request)),
                            path,
                            hits.next() == null ? null : hits.next().cursor()));
        }
        return Replies.tagged(found);
    }

    private static List<?> entries(SearchKind kind, List<String> ids, Views views) {
        return switch (kind) {
            case TRACK -> views.tracks(ids);
            case ALBUM -> views.albums(ids);
            case ARTIST -> views.artists(ids);
        };
    }

    private static SearchQuery parsed(String typed) {
        try {
            return SearchQuery.parse(typed);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("q", String.valueOf(e.getMessage()));
        }
    }

    private static Set<SearchKind> kinds(String joined) {
        Set<SearchKind> kinds = EnumSet.noneOf(SearchKind.class);
        if (joined.length() <= MAX_TYPES_CHARACTERS) {
            for (String type : joined.split(",", -1)) {
                kinds.add(kind(type));
            }
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("expected: one or more of track, album and artist, joined by commas");
        }
        return kinds;
    }

    private static SearchKind kind(String type) {
        return Arrays.stream(SearchKind.values())
                .filter(kind -> name(kind).equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected: one or more of track, album and artist, joined by commas"));
    }

    private static String name(SearchKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
