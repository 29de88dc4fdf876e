package dev.legato.search.lucene;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * One search of a Lucene index. Each tier is a search sorted as the index itself is, which ends in each segment with the
 * first documents wanted; so a word that half the catalogue has costs no more than a rare one.
 */
final class LuceneCandidates implements CandidateSource {
    /** Matches of a tier are counted so far. */
    private static final int MAX_COUNTED = 300;

    private final IndexSearcher searcher;
    private final Spelling spelling;

    /**
     * Creates it for one search.
     *
     * @param maxTime after which the search ends with what it has
     */
    LuceneCandidates(IndexReader reader, Spelling spelling, Duration maxTime) {
        this.searcher = new IndexSearcher(reader);
        this.spelling = spelling;
        long end = System.nanoTime() + maxTime.toNanos();
        // Clauses hardly ever come again; looking for them in a cache would cost more than it saves.
        searcher.setQueryCache(null);
        searcher.setTimeout(() -> System.nanoTime() - end > 0);
    }

    @Override
    public Window candidates(List<Tier> tiers, SearchQuery query, @Nullable Place after, int limit) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        Set<Integer> known = new HashSet<>();
        long total = 0;
        boolean isExact = true;
        for (int i = 0; i < tiers.size() && candidates.size() < limit && !searcher.timedOut(); i++) {
            Tier tier = tiers.get(i);
            if (after != null && tier.number() < after.tier()) {
                continue;
            }
            TopFieldDocs found = find(tiers, i, query, after, limit);
            List<ScoreDoc> fresh = Arrays.stream(found.scoreDocs)
                    .filter(doc -> known.add(doc.doc))
                    .limit(limit - candidates.size())
                    .toList();
            candidates.addAll(read(tier, fresh));
            total = Math.max(total, found.totalHits.value());
            isExact &= found.scoreDocs.length < limit;
        }
        return new Window(
                candidates, Math.max(total, candidates.size()), isExact && after == null, !searcher.timedOut());
    }

    private TopFieldDocs find(List<Tier> tiers, int i, SearchQuery query, @Nullable Place after, int limit)
            throws IOException {
        Tier tier = tiers.get(i);
        List<Tier> before = after == null ? List.of() : tiers.subList(0, i);
        FieldDoc start = after == null || tier.number() > after.tier()
                ? null
                : new FieldDoc(Integer.MAX_VALUE, 0, new Object[] {after.rank(), new BytesRef(after.id())});
        return searcher.search(
                LuceneQueries.tier(tier, before, query),
                new TopFieldCollectorManager(LuceneFields.ORDER, limit, start, MAX_COUNTED));
    }

    private List<Candidate> read(Tier tier, List<ScoreDoc> found) throws IOException {
        Columns columns = new Columns(searcher.getIndexReader());
        Candidate[] candidates = new Candidate[found.size()];
        for (int i : forwards(found.stream().mapToInt(doc -> doc.doc).toArray())) {
            FieldDoc doc = (FieldDoc) found.get(i);
            String id = ((BytesRef) Objects.requireNonNull(doc.fields[1])).utf8ToString();
            columns.advance(doc.doc);
            candidates[i] = new Candidate(
                    tier.number(),
                    (long) Objects.requireNonNull(doc.fields[0]),
                    SearchId.parse(id),
                    columns.names(),
                    columns.recording(id),
                    doc.doc);
        }
        return List.of(candidates);
    }

    /** The places of documents in the order of the index: columns are read forwards only. */
    private static List<Integer> forwards(int[] documents) {
        return IntStream.range(0, documents.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> documents[i]))
                .toList();
    }

    @Override
    public Spelling spelling() {
        return spelling;
    }

    @Override
    public List<Buffer> views(List<Candidate> candidates) throws IOException {
        Buffer[] views = new Buffer[candidates.size()];
        Columns columns = new Columns(searcher.getIndexReader());
        for (int i : forwards(candidates.stream().mapToInt(Candidate::reference).toArray())) {
            columns.advance(candidates.get(i).reference());
            views[i] = columns.view();
        }
        return List.of(views);
    }

    @Override
    public Facets facets(List<Tier> tiers, SearchQuery query) throws IOException {
        return searcher.search(LuceneQueries.anyTier(tiers, query), new FacetCounter.Collecting());
    }
}
