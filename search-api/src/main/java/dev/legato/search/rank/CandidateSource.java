package dev.legato.search.rank;

import dev.legato.search.index.Facets;
import dev.legato.search.index.SearchCursor.Place;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.Spelling;
import dev.legato.search.plan.Tier;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine during one search: all its answers are of the same state of the index. */
public interface CandidateSource {
    /**
     * The first documents that match one of the tiers and are of the query's kinds, pass its filter and have none of the
     * words it excludes; ordered by tier, rank from the highest, and id. A document is in its first tier only. Phrases
     * need not be regarded.
     *
     * @param after the place behind which to begin, or null
     * @param limit the most documents
     */
    Window candidates(List<Tier> tiers, SearchQuery query, @Nullable Place after, int limit) throws IOException;

    /** The words of the index. */
    Spelling spelling();

    /** The stored views of some candidates, in their order. */
    List<Buffer> views(List<Candidate> candidates) throws IOException;

    /** Counts the traits of what matches the tiers. */
    Facets facets(List<Tier> tiers, SearchQuery query) throws IOException;

    /**
     * Some candidates.
     *
     * @param total how many documents match, as far as they were counted
     * @param totalIsExact whether there are no more
     * @param complete false if the time ran out
     */
    record Window(List<Candidate> candidates, long total, boolean totalIsExact, boolean complete) {
        public Window {
            candidates = List.copyOf(candidates);
        }
    }
}
