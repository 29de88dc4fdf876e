package dev.legato.search.lucene;

import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.plan.Clause;
import dev.legato.search.plan.IndexField;
import dev.legato.search.plan.Tier;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Says in Lucene's terms what clauses and filters ask. */
final class LuceneQueries {
    private LuceneQueries() {}

    /** What is in a tier and none before it, and passes the query's filter. */
    static Query tier(Tier tier, List<Tier> before, SearchQuery query) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        all.add(of(tier.clause()), Occur.FILTER);
        before.forEach(other -> all.add(of(other.clause()), Occur.MUST_NOT));
        addFilter(query, all);
        return all.build();
    }

    /** What is in any of some tiers and passes the query's filter. */
    static Query anyTier(List<Tier> tiers, SearchQuery query) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        all.add(any(tiers.stream().map(tier -> of(tier.clause())).toList()), Occur.FILTER);
        addFilter(query, all);
        return all.build();
    }

    static Query of(Clause clause) {
        return switch (clause) {
            case Clause.Everything() -> MatchAllDocsQuery.INSTANCE;
            case Clause.Term(IndexField field, String token) -> new TermQuery(new Term(field.label(), token));
            case Clause.Prefix(IndexField field, String text) -> new PrefixQuery(new Term(field.label(), text));
            case Clause.Any(List<Clause> clauses) ->
                any(clauses.stream().map(LuceneQueries::of).toList());
            case Clause.All(List<Clause> clauses) -> {
                BooleanQuery.Builder all = new BooleanQuery.Builder();
                clauses.forEach(one -> all.add(of(one), Occur.FILTER));
                yield all.build();
            }
            case Clause.AtLeast(int least, List<Clause> clauses) -> {
                BooleanQuery.Builder some = new BooleanQuery.Builder().setMinimumNumberShouldMatch(least);
                clauses.forEach(one -> some.add(of(one), Occur.SHOULD));
                yield some.build();
            }
        };
    }

    static Query kind(SearchKind kind) {
        return new TermQuery(new Term(LuceneFields.KIND, kind.name()));
    }

    private static void addFilter(SearchQuery query, BooleanQuery.Builder all) {
        SearchFilter filter = query.filter();
        if (!query.kinds().isEmpty()) {
            all.add(any(query.kinds().stream().map(LuceneQueries::kind).toList()), Occur.FILTER);
        }
        if (filter.fromYear() != null || filter.toYear() != null) {
            int from = filter.fromYear() == null ? Integer.MIN_VALUE : filter.fromYear();
            int to = filter.toYear() == null ? Integer.MAX_VALUE : filter.toYear();
            all.add(IntPoint.newRangeQuery(LuceneFields.YEAR, from, to), Occur.FILTER);
        }
        addOneOf(LuceneFields.GENRE, filter.genres(), all);
        addOneOf(LuceneFields.ARTIST_ID, filter.artistIds(), all);
        if (!filter.explicit()) {
            all.add(flag(LuceneFields.EXPLICIT), Occur.MUST_NOT);
        }
        if (!filter.unavailable()) {
            all.add(flag(LuceneFields.UNAVAILABLE), Occur.MUST_NOT);
        }
        Set<SearchId> within = filter.within();
        if (within != null) {
            all.add(in(LuceneFields.ID, within.stream().map(SearchId::text)), Occur.FILTER);
        }
        query.typed()
                .excluded()
                .forEach(word -> all.add(new TermQuery(new Term(IndexField.ALL.label(), word)), Occur.MUST_NOT));
    }

    private static Query flag(String flag) {
        return new TermQuery(new Term(LuceneFields.FLAG, flag));
    }

    private static void addOneOf(String field, Set<String> values, BooleanQuery.Builder all) {
        if (!values.isEmpty()) {
            all.add(in(field, values.stream()), Occur.FILTER);
        }
    }

    private static Query in(String field, Stream<String> values) {
        return new TermInSetQuery(field, values.map(BytesRef::new).toList());
    }

    private static Query any(Collection<Query> queries) {
        if (queries.size() == 1) {
            return queries.iterator().next();
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        queries.forEach(query -> any.add(query, Occur.SHOULD));
        return any.build();
    }
}
