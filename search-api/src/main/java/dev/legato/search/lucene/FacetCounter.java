package dev.legato.search.lucene;

import dev.legato.search.index.Facets;
import dev.legato.search.index.Facets.Count;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;

/** Counts the traits of matches, in each segment of the first ones in the order of the index. */
final class FacetCounter implements Collector {
    /** So many matches are counted in a segment, which bounds what facets of a frequent word cost. */
    private static final int MAX_COUNTED = 20_000;

    private final Map<String, Long> kinds = new HashMap<>();
    private final Map<String, Long> genres = new HashMap<>();
    private final Map<String, Long> years = new HashMap<>();
    private final Map<String, Long> artists = new HashMap<>();
    private long counted;

    /** Makes one counter for a search. */
    static final class Collecting implements CollectorManager<FacetCounter, Facets> {
        @Override
        public FacetCounter newCollector() {
            return new FacetCounter();
        }

        @Override
        public Facets reduce(Collection<FacetCounter> counters) {
            FacetCounter all = new FacetCounter();
            for (FacetCounter counter : counters) {
                counter.kinds.forEach((value, hits) -> all.kinds.merge(value, hits, Long::sum));
                counter.genres.forEach((value, hits) -> all.genres.merge(value, hits, Long::sum));
                counter.years.forEach((value, hits) -> all.years.merge(value, hits, Long::sum));
                counter.artists.forEach((value, hits) -> all.artists.merge(value, hits, Long::sum));
                all.counted += counter.counted;
            }
            return new Facets(most(all.kinds), most(all.genres), most(all.years), most(all.artists), all.counted);
        }

        private static List<Count> most(Map<String, Long> counts) {
            return counts.entrySet().stream()
                    .map(entry -> new Count(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparingLong(Count::hits).reversed().thenComparing(Count::value))
                    .limit(Facets.MAX_VALUES)
                    .toList();
        }
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
        SortedDocValues kind = DocValues.getSorted(context.reader(), LuceneFields.KIND);
        SortedSetDocValues genre = DocValues.getSortedSet(context.reader(), LuceneFields.GENRE);
        NumericDocValues year = DocValues.getNumeric(context.reader(), LuceneFields.YEAR);
        SortedSetDocValues artist = DocValues.getSortedSet(context.reader(), LuceneFields.ARTIST_ID);
        return new LeafCollector() {
            private int inSegment;

            @Override
            public void setScorer(Scorable scorer) {
                // Nothing is scored.
            }

            @Override
            public void collect(int doc) throws IOException {
                if (++inSegment > MAX_COUNTED) {
                    throw new CollectionTerminatedException();
                }
                counted++;
                if (kind.advanceExact(doc)) {
                    kinds.merge(kind.lookupOrd(kind.ordValue()).utf8ToString(), 1L, Long::sum);
                }
                if (year.advanceExact(doc)) {
                    years.merge(Long.toString(year.longValue()), 1L, Long::sum);
                }
                add(genre, doc, genres);
                add(artist, doc, artists);
            }
        };
    }

    private static void add(SortedSetDocValues values, int doc, Map<String, Long> counts) throws IOException {
        if (values.advanceExact(doc)) {
            for (int i = 0; i < values.docValueCount(); i++) {
                counts.merge(values.lookupOrd(values.nextOrd()).utf8ToString(), 1L, Long::sum);
            }
        }
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }
}
