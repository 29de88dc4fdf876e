package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.search.index.Facets;
import dev.legato.search.index.SearchCursor.Place;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.Spelling;
import dev.legato.search.plan.Tier;
import dev.legato.search.rank.Candidate;
import dev.legato.search.rank.CandidateSource;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * OpenSearch during one search. It answers views together with candidates, so that both are of the same state of the index
 * without the two further requests that a point in time costs.
 */
final class OpenSearchSource implements CandidateSource {
    /** Beyond this, matches are not counted exactly. */
    private static final int MAX_COUNTED = 10_000;

    private final OpenSearchSpelling.Asking asking;
    private final long end;
    private final List<Buffer> views = new ArrayList<>();

    /** @param timeoutMillis after which the search ends with what was found until then */
    OpenSearchSource(OpenSearchSpelling.Asking asking, long timeoutMillis) {
        this.asking = asking;
        this.end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    private long millisLeft() {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    @Override
    public Window candidates(List<Tier> tiers, SearchQuery query, @Nullable Place after, int limit) throws IOException {
        long millisLeft = millisLeft();
        if (millisLeft <= 0) {
            return new Window(List.of(), 0, false, false);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("size", limit);
        body.put("timeout", millisLeft + "ms");
        body.put("track_total_hits", MAX_COUNTED);
        body.put("query", ClauseQueries.of(tiers, query));
        body.put("sort", ClauseQueries.order());
        body.put(
                "_source",
                List.of(
                        IndexDefinition.ID,
                        IndexDefinition.RANK,
                        IndexDefinition.NAMES,
                        IndexDefinition.RECORDING,
                        IndexDefinition.VIEW));
        if (after != null) {
            body.put("search_after", ClauseQueries.after(after));
        }
        JsonNode answer = asking.search(body);
        List<Candidate> candidates = new ArrayList<>();
        answer.path("hits").path("hits").forEach(hit -> candidates.add(candidate(hit)));
        JsonNode total = answer.path("hits").path("total");
        boolean whole = !answer.path("timed_out").asBoolean()
                && answer.path("_shards").path("failed").asInt() == 0;
        return new Window(
                candidates,
                total.path("value").asLong(),
                whole && total.path("relation").asText().equals("eq"),
                whole);
    }

    private Candidate candidate(JsonNode hit) {
        JsonNode source = hit.path("_source");
        views.add(Buffer.buffer(source.path(IndexDefinition.VIEW).asText()));
        return new Candidate(
                ClauseQueries.tier(hit.path("sort").path(0).asDouble()),
                source.path(IndexDefinition.RANK).asLong(),
                SearchId.parse(source.path(IndexDefinition.ID).asText()),
                source.path(IndexDefinition.NAMES).asText(),
                source.path(IndexDefinition.RECORDING).asText(),
                views.size() - 1);
    }

    @Override
    public Spelling spelling() {
        return new OpenSearchSpelling(asking);
    }

    @Override
    public List<Buffer> views(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> views.get(candidate.reference()))
                .toList();
    }

    @Override
    public Facets facets(List<Tier> tiers, SearchQuery query) throws IOException {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (String field :
                List.of(IndexDefinition.KIND, IndexDefinition.GENRE, IndexDefinition.YEAR, IndexDefinition.ARTIST)) {
            counts.put(field, Map.of("terms", Map.of("field", field, "size", Facets.MAX_VALUES)));
        }
        JsonNode answer = asking.search(Map.of(
                "size",
                0,
                "timeout",
                Math.max(1, millisLeft()) + "ms",
                "track_total_hits",
                true,
                "query",
                ClauseQueries.of(tiers, query),
                "aggs",
                counts));
        JsonNode counted = answer.path("aggregations");
        return new Facets(
                counts(counted.path(IndexDefinition.KIND)),
                counts(counted.path(IndexDefinition.GENRE)),
                counts(counted.path(IndexDefinition.YEAR)),
                counts(counted.path(IndexDefinition.ARTIST)),
                answer.path("hits").path("total").path("value").asLong());
    }

    private static List<Facets.Count> counts(JsonNode counted) {
        List<Facets.Count> counts = new ArrayList<>();
        counted.path("buckets")
                .forEach(bucket -> counts.add(new Facets.Count(
                        bucket.path("key").asText(), bucket.path("doc_count").asLong())));
        return counts;
    }
}
