package dev.legato.search.api;

import dev.legato.contracts.CatalogueText;
import dev.legato.contracts.ContentId;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.search.index.SearchCursor;
import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.text.TypedText;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param q as it was typed
 * @param kinds each of which gets a page
 * @param facets what is counted, of {@code genre} and {@code year}
 * @param after where the one kind goes on, or null
 * @param collapse whether one recording on several albums is one row
 */
record SearchParameters(
        String q,
        Set<SearchKind> kinds,
        SearchFilter filter,
        Set<String> facets,
        @Nullable SearchCursor after,
        int limit,
        boolean explain,
        boolean collapse) {
    /** What listeners find here; the index may hold more. */
    static final Set<SearchKind> KINDS = EnumSet.of(SearchKind.TRACK, SearchKind.ALBUM, SearchKind.ARTIST);

    private static final int USUAL_ITEMS = 20;
    private static final int MAX_VALUES = 20;
    private static final String ADMIN = "admin";
    private static final Pattern YEARS = Pattern.compile("([0-9]{4})(?:-([0-9]{4}))?");
    private static final Set<String> FACETS = Set.of("genre", "year");

    /** Reads a request; what does not fit is a problem of its parameter. */
    static SearchParameters of(Request request) {
        Set<SearchKind> kinds = request.query("types", SearchParameters::kinds).orElse(KINDS);
        Optional<SearchCursor> after = request.query("cursor", SearchCursor::parse);
        if (after.isPresent() && kinds.size() > 1) {
            throw Problem.invalid(
                    "cursor", "for %d types (expected: a cursor with the one type it is of)".formatted(kinds.size()));
        }
        boolean explain = flag(request, "explain", false);
        if (explain) {
            request.caller().requireRole(ADMIN);
        }
        return new SearchParameters(
                typed(request),
                kinds,
                filter(request),
                request.query("facets", SearchParameters::facets).orElse(Set.of()),
                after.orElse(null),
                request.limit(USUAL_ITEMS),
                explain,
                flag(request, "collapse", true));
    }

    /** What was typed. Of a long text the beginning is read: no length is refused. */
    static String typed(Request request) {
        String typed = request.query("q").orElse("");
        if (typed.isBlank()) {
            throw Problem.invalid("q", "blank (expected: what to find)");
        }
        int characters = typed.codePointCount(0, typed.length());
        return typed.substring(0, typed.offsetByCodePoints(0, Math.min(TypedText.MAX_CHARACTERS, characters)));
    }

    /** The search for one kind. */
    SearchQuery query(SearchKind kind) {
        return new SearchQuery(
                TypedText.parse(q), Set.of(kind), filter, after, limit, !facets.isEmpty(), explain, collapse);
    }

    /** What completes what was typed, of things that can be played now. */
    static SearchQuery completion(String typed, Set<SearchKind> kinds, boolean explicit, int limit) {
        SearchFilter filter = new SearchFilter(null, null, Set.of(), Set.of(), explicit, false, null);
        return new SearchQuery(TypedText.parse(typed), kinds, filter, null, limit, false, false);
    }

    private static boolean flag(Request request, String name, boolean fallback) {
        return request.query(name, text -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw new IllegalArgumentException("expected: true or false");
                    }
                    return text.equals("true");
                })
                .orElse(fallback);
    }

    static String name(SearchKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static Set<SearchKind> kinds(String joined) {
        return values(joined, SearchParameters::kind);
    }

    private static SearchKind kind(String type) {
        return KINDS.stream()
                .filter(kind -> name(kind).equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected: one or more of track, album and artist, joined by commas"));
    }

    private static SearchFilter filter(Request request) {
        Years years = request.query("year", Years::parse).orElse(new Years(null, null));
        boolean explicit = flag(request, "explicit", true) && request.caller().explicit();
        boolean available = flag(request, "available", true);
        return new SearchFilter(
                years.from(),
                years.to(),
                request.query("genre", joined -> values(joined, SearchParameters::genre))
                        .orElse(Set.of()),
                request.query("artist", joined -> values(joined, SearchParameters::artist))
                        .orElse(Set.of()),
                explicit,
                !available,
                null);
    }

    private record Years(@Nullable Integer from, @Nullable Integer to) {
        static Years parse(String text) {
            Matcher years = YEARS.matcher(text);
            if (years.matches()) {
                int from = Integer.parseInt(years.group(1));
                int to = years.group(2) == null ? from : Integer.parseInt(years.group(2));
                if (from >= 1 && from <= to) {
                    return new Years(from, to);
                }
            }
            throw new IllegalArgumentException("expected: a year like 2001, or two like 1999-2003");
        }
    }

    private static String genre(String text) {
        if (!CatalogueText.isTidy(text)) {
            throw new IllegalArgumentException("expected: 1 to %d genres, joined by commas".formatted(MAX_VALUES));
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String artist(String text) {
        ContentId.require("artist id", text);
        return text;
    }

    private static Set<String> facets(String joined) {
        return values(joined, facet -> {
            if (!FACETS.contains(facet)) {
                throw new IllegalArgumentException("expected: one or both of genre and year, joined by commas");
            }
            return facet;
        });
    }

    private static <T> Set<T> values(String joined, Function<String, T> parse) {
        List<String> values = Arrays.asList(joined.split(",", -1));
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("expected: at most %d values, joined by commas".formatted(MAX_VALUES));
        }
        return values.stream().map(parse).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
