package dev.legato.search.opensearch;

import dev.legato.search.index.SearchCursor.Place;
import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.plan.Clause;
import dev.legato.search.plan.IndexField;
import dev.legato.search.plan.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clauses, tiers and filters in OpenSearch's query language. Nothing is scored but the tier: each is a constant, the first
 * tier the highest, and of several the highest counts. So one sorted query answers in the order of tier, rank and id.
 */
final class ClauseQueries {
    private static final Map<String, Object> EVERYTHING = Map.of("match_all", Map.of());
    private static final Map<String, Object> NOTHING = Map.of("match_none", Map.of());

    /** The score of a tier of number 0; whole numbers of this size are exact as a float. */
    private static final int FIRST_TIER = 1_000;

    private ClauseQueries() {}

    /** A clause as a filter. */
    static Map<String, Object> of(Clause clause) {
        return switch (clause) {
            case Clause.Everything() -> EVERYTHING;
            case Clause.Term term -> Map.of("term", Map.of(term.field().label(), term.token()));
            case Clause.Prefix prefix -> Map.of("prefix", Map.of(prefix.field().label(), prefix.text()));
            case Clause.Any any -> any.clauses().isEmpty() ? NOTHING : some(1, any.clauses());
            case Clause.All all ->
                all.clauses().isEmpty() ? EVERYTHING : Map.of("bool", Map.of("filter", all(all.clauses())));
            case Clause.AtLeast some -> some(some.least(), some.clauses());
        };
    }

    private static Map<String, Object> some(int least, List<Clause> clauses) {
        return Map.of("bool", Map.of("should", all(clauses), "minimum_should_match", least));
    }

    private static List<Map<String, Object>> all(List<Clause> clauses) {
        return clauses.stream().map(ClauseQueries::of).toList();
    }

    /** What matches one of the tiers, scored by the first that it matches, and passes the query's filter. */
    static Map<String, Object> of(List<Tier> tiers, SearchQuery query) {
        List<Map<String, Object>> scored = tiers.stream()
                .<Map<String, Object>>map(tier ->
                        Map.of("constant_score", Map.of("filter", of(tier.clause()), "boost", score(tier.number()))))
                .toList();
        Map<String, Object> tiered = scored.isEmpty() ? NOTHING : Map.of("dis_max", Map.of("queries", scored));
        return Map.of("bool", Map.of("must", List.of(tiered), "filter", filters(query), "must_not", excluded(query)));
    }

    private static int score(int tier) {
        return FIRST_TIER - tier;
    }

    /** The tier of a hit. */
    static int tier(double score) {
        return FIRST_TIER - (int) Math.round(score);
    }

    /** The order of tiers, ranks and ids. */
    static List<Object> order() {
        return List.of(
                Map.of("_score", "desc"), Map.of(IndexDefinition.RANK, "desc"), Map.of(IndexDefinition.ID, "asc"));
    }

    /** The values of {@link #order} at a place. */
    static List<Object> after(Place place) {
        return List.of(score(place.tier()), place.rank(), place.id());
    }

    private static List<Map<String, Object>> filters(SearchQuery query) {
        List<Map<String, Object>> filters = new ArrayList<>();
        // Always, since the writer's state is no document.
        Collection<SearchKind> kinds = query.kinds().isEmpty() ? Arrays.asList(SearchKind.values()) : query.kinds();
        filters.add(terms(
                IndexDefinition.KIND,
                kinds.stream().map(SearchKind::name).sorted().toList()));
        SearchFilter filter = query.filter();
        if (filter.fromYear() != null || filter.toYear() != null) {
            filters.add(Map.of("range", Map.of(IndexDefinition.YEAR, range(filter.fromYear(), filter.toYear()))));
        }
        if (!filter.genres().isEmpty()) {
            filters.add(terms(IndexDefinition.GENRE, filter.genres()));
        }
        if (!filter.artistIds().isEmpty()) {
            filters.add(terms(IndexDefinition.ARTIST, filter.artistIds()));
        }
        if (!filter.explicit()) {
            filters.add(Map.of("term", Map.of(IndexDefinition.EXPLICIT, false)));
        }
        if (!filter.unavailable()) {
            filters.add(Map.of("term", Map.of(IndexDefinition.AVAILABLE, true)));
        }
        if (filter.within() != null) {
            filters.add(terms(
                    IndexDefinition.ID,
                    filter.within().stream().map(SearchId::text).sorted().toList()));
        }
        return filters;
    }

    private static List<Map<String, Object>> excluded(SearchQuery query) {
        List<String> words = query.typed().excluded();
        return words.isEmpty() ? List.of() : List.of(terms(IndexField.ALL.label(), words));
    }

    private static Map<String, Object> range(@Nullable Integer from, @Nullable Integer to) {
        Map<String, Object> range = new LinkedHashMap<>();
        if (from != null) {
            range.put("gte", from);
        }
        if (to != null) {
            range.put("lte", to);
        }
        return range;
    }

    private static Map<String, Object> terms(String field, Collection<String> values) {
        return Map.of("terms", Map.of(field, List.copyOf(values)));
    }
}
