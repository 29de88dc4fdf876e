package dev.legato.search.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.search.index.SearchCursor.Place;
import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.plan.Clause;
import dev.legato.search.plan.IndexField;
import dev.legato.search.plan.Tier;
import dev.legato.search.text.TypedText;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClauseQueriesTest {
    private static final Clause QUEEN = new Clause.Term(IndexField.NAME, "queen");
    private static final Clause ROCK = new Clause.Prefix(IndexField.ALL, "rocking");

    @Test
    void of_eachClause_isItsFilter() {
        assertEquals("{\"match_all\":{}}", json(new Clause.Everything()));
        assertEquals("{\"term\":{\"name\":\"queen\"}}", json(QUEEN));
        assertEquals("{\"prefix\":{\"all\":\"rocking\"}}", json(ROCK));
        assertEquals("{\"match_none\":{}}", json(new Clause.Any(List.of())));
        assertEquals(new JsonObject("""
                        {"bool": {"filter": [{"term": {"name": "queen"}}, {"prefix": {"all": "rocking"}}]}}"""), new JsonObject(json(new Clause.All(List.of(QUEEN, ROCK)))));
        assertEquals(new JsonObject("""
                        {"bool": {"minimum_should_match": 2,
                          "should": [{"term": {"name": "queen"}}, {"prefix": {"all": "rocking"}}]}}"""), new JsonObject(json(new Clause.AtLeast(2, List.of(QUEEN, ROCK)))));
    }

    @Test
    void of_tiers_scoresTheFirstHighest_andFilters() {
        SearchQuery query = new SearchQuery(
                TypedText.parse("queen -live"),
                Set.of(SearchKind.TRACK),
                new SearchFilter(
                        1970,
                        null,
                        Set.of("rock"),
                        Set.of(),
                        false,
                        false,
                        Set.of(new SearchId(SearchKind.TRACK, "1"))),
                null,
                10,
                false,
                false);
        assertEquals(
                new JsonObject("""
                        {"bool": {
                          "must": [{"dis_max": {"queries": [
                            {"constant_score": {"filter": {"term": {"name": "queen"}}, "boost": 1000}},
                            {"constant_score": {"filter": {"prefix": {"all": "rocking"}}, "boost": 989}}]}}],
                          "filter": [
                            {"terms": {"kind": ["TRACK"]}},
                            {"range": {"year": {"gte": 1970}}},
                            {"terms": {"genre": ["rock"]}},
                            {"term": {"explicit": false}},
                            {"term": {"available": true}},
                            {"terms": {"id": ["TRACK:1"]}}],
                          "must_not": [{"terms": {"all": ["live"]}}]}}"""),
                new JsonObject(new JsonObject(ClauseQueries.of(List.of(new Tier(0, QUEEN), new Tier(11, ROCK)), query))
                        .encode()));
        assertEquals(11, ClauseQueries.tier(989.0));
        assertEquals(List.of(989, 5L, "TRACK:1"), ClauseQueries.after(new Place(11, 5, "TRACK:1")));
    }

    private static String json(Clause clause) {
        Map<String, Object> query = ClauseQueries.of(clause);
        return new JsonObject(query).encode();
    }
}
