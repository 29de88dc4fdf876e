package dev.legato.search.lucene;

import dev.legato.search.index.Spelling;
import dev.legato.search.plan.Clause;
import dev.legato.search.plan.IndexField;
import dev.legato.search.text.TypingErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The words of an index and the beginnings of words, to find those that resemble a typed one. Words are added as they
 * are indexed; a word that no document has any longer stays until the index is opened again, and finds nothing. One
 * thread adds, any number look up.
 */
final class SpellingDictionary implements Spelling {
    private static final int FEWEST_CHARACTERS = 2;
    private static final int MAX_CHARACTERS = 24;
    private static final int FIRST_EDGE = 4;

    /** New words are compared one by one until there are so many. */
    private static final int MAX_NEW = 512;

    private final Set<String> known = new HashSet<>();
    private final List<String> fresh = new ArrayList<>();
    private volatile List<SpellingSegment> segments = List.of();
    private volatile List<String> freshForReaders = List.of();

    /** A word near a typed one. */
    private record Near(String word, int errors, boolean sameStart, int count) {
        private static final Comparator<Near> ORDER = Comparator.comparingInt(Near::errors)
                .thenComparing(near -> !near.sameStart)
                .thenComparing(Comparator.comparingInt(Near::count).reversed())
                .thenComparing(Near::word);
    }

    /** Reads the words of an index. */
    static SpellingDictionary of(IndexReader reader) throws IOException {
        SpellingDictionary dictionary = new SpellingDictionary();
        Map<String, Integer> counts = new HashMap<>();
        for (LeafReaderContext leaf : reader.leaves()) {
            count(leaf.reader().terms(IndexField.ALL.label()), FEWEST_CHARACTERS, counts);
            count(leaf.reader().terms(IndexField.ALL_EDGE.label()), FIRST_EDGE, counts);
        }
        dictionary.known.addAll(counts.keySet());
        if (!counts.isEmpty()) {
            dictionary.segments = List.of(segment(counts));
        }
        return dictionary;
    }

    private static void count(@Nullable Terms terms, int fewest, Map<String, Integer> counts) throws IOException {
        if (terms == null) {
            return;
        }
        TermsEnum all = terms.iterator();
        for (BytesRef term = all.next(); term != null; term = all.next()) {
            String word = term.utf8ToString();
            if (isWord(word, fewest)) {
                counts.merge(word, all.docFreq(), Math::max);
            }
        }
    }

    private static SpellingSegment segment(Map<String, Integer> counts) {
        String[] words = counts.keySet().toArray(String[]::new);
        int[] frequencies = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            frequencies[i] = counts.getOrDefault(words[i], 0);
        }
        return SpellingSegment.of(words, frequencies);
    }

    private static boolean isWord(String token, int fewest) {
        return token.length() >= fewest
                && token.length() <= MAX_CHARACTERS
                && token.chars().allMatch(c -> c < 0x1100 && Character.isLetterOrDigit(c));
    }

    /** Adds the words of a document that is indexed. */
    void add(Collection<String> words, Collection<String> edges) {
        boolean added = false;
        for (String word : words) {
            added |= isWord(word, FEWEST_CHARACTERS) && known.add(word) && fresh.add(word);
        }
        for (String edge : edges) {
            added |= isWord(edge, FIRST_EDGE) && known.add(edge) && fresh.add(edge);
        }
        if (fresh.size() >= MAX_NEW) {
            Map<String, Integer> counts = new HashMap<>();
            fresh.forEach(word -> counts.put(word, 1));
            segments = merged(segments, counts);
            fresh.clear();
        }
        if (added) {
            freshForReaders = List.copyOf(fresh);
        }
    }

    /** Adds a segment, merged with those that are not much larger, so that there are few. */
    private static List<SpellingSegment> merged(List<SpellingSegment> segments, Map<String, Integer> counts) {
        List<SpellingSegment> kept = new ArrayList<>(segments);
        while (!kept.isEmpty() && kept.getLast().size() < 4 * counts.size()) {
            SpellingSegment last = kept.removeLast();
            for (int i = 0; i < last.size(); i++) {
                counts.merge(last.word(i), last.count(i), Math::max);
            }
        }
        kept.add(segment(counts));
        return List.copyOf(kept);
    }

    @Override
    public List<String> similar(String word, boolean prefix) {
        int most = TypingErrors.allowed(word);
        if (most == 0 || !isWord(word, FEWEST_CHARACTERS)) {
            return List.of();
        }
        Map<String, Near> found = new HashMap<>();
        Set<String> lefts = SpellingSegment.deletions(word, most);
        for (SpellingSegment segment : segments) {
            for (String left : lefts) {
                segment.forEach(left, i -> compare(word, segment.word(i), segment.count(i), most, prefix, found));
            }
        }
        freshForReaders.forEach(other -> compare(word, other, 1, most, prefix, found));
        return found.values().stream()
                .sorted(Near.ORDER)
                .limit(MAX_WORDS)
                .map(Near::word)
                .toList();
    }

    private static void compare(
            String typed, String word, int count, int most, boolean prefix, Map<String, Near> found) {
        if (word.equals(typed) || found.containsKey(word)) {
            return;
        }
        int errors = TypingErrors.between(typed, word, most, prefix && word.length() > Clause.MAX_EDGE);
        if (errors <= most) {
            found.put(word, new Near(word, errors, typed.charAt(0) == word.charAt(0), count));
        }
    }
}
