package dev.legato.search.lucene;

import dev.legato.search.index.Spelling;
import dev.legato.search.plan.Clause;
import dev.legato.search.plan.DocumentTokens;
import dev.legato.search.plan.IndexField;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/** The words of a Lucene index and their beginnings, kept in memory. */
final class LuceneSpelling implements Spelling {
    private static final int FEWEST_OF_BEGINNING = 4;

    private final SpellingDictionary words;
    private final SpellingDictionary beginnings;

    private LuceneSpelling(SpellingDictionary words, SpellingDictionary beginnings) {
        this.words = words;
        this.beginnings = beginnings;
    }

    /** Reads the words of an index. */
    static LuceneSpelling of(IndexReader reader) throws IOException {
        return new LuceneSpelling(
                new SpellingDictionary(1, counts(reader, IndexField.ALL)),
                new SpellingDictionary(FEWEST_OF_BEGINNING, counts(reader, IndexField.ALL_EDGE)));
    }

    private static Map<String, Integer> counts(IndexReader reader, IndexField field) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(field.label());
            if (terms == null) {
                continue;
            }
            TermsEnum all = terms.iterator();
            for (BytesRef term = all.next(); term != null; term = all.next()) {
                counts.merge(term.utf8ToString(), all.docFreq(), Integer::sum);
            }
        }
        return counts;
    }

    void add(DocumentTokens tokens) {
        words.add(tokens.of(IndexField.ALL));
        beginnings.add(tokens.of(IndexField.ALL_EDGE));
    }

    @Override
    public List<String> similar(String word, boolean beginning) {
        if (!beginning) {
            return words.similar(word, MAX_WORDS);
        }
        return word.length() >= FEWEST_OF_BEGINNING && word.length() <= Clause.MAX_EDGE
                ? beginnings.similar(word, MAX_BEGINNINGS)
                : List.of();
    }
}
