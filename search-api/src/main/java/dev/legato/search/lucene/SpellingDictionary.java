package dev.legato.search.lucene;

import dev.legato.search.text.TypingErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words, to find those that resemble a typed one. Words are added as they are indexed; a word that no document has any
 * longer stays until the index is opened again, and finds nothing. One thread adds, any number look up.
 */
final class SpellingDictionary {
    private static final int MAX_CHARACTERS = 24;
    private static final int FIRST_OTHER_SCRIPT = 0x1100;

    /** New words are compared one by one until there are so many. */
    private static final int MAX_NEW = 512;

    private final int fewestCharacters;
    private final Set<String> known = new HashSet<>();
    private final List<String> fresh = new ArrayList<>();
    private volatile List<SpellingSegment> segments;
    private volatile List<String> freshForReaders = List.of();

    /** A word near a typed one. */
    private record Near(String word, int errors, int count) {
        private static final Comparator<Near> ORDER = Comparator.comparingInt(Near::errors)
                .thenComparing(Comparator.comparingInt(Near::count).reversed())
                .thenComparing(Near::word);
    }

    /**
     * Creates a dictionary.
     *
     * @param fewestCharacters shorter words are left out
     * @param counts the words, with how many documents have them
     */
    SpellingDictionary(int fewestCharacters, Map<String, Integer> counts) {
        this.fewestCharacters = fewestCharacters;
        Map<String, Integer> words = new HashMap<>(counts);
        words.keySet().removeIf(word -> !isWord(word));
        known.addAll(words.keySet());
        segments = words.isEmpty() ? List.of() : List.of(segment(words));
    }

    private static SpellingSegment segment(Map<String, Integer> counts) {
        String[] words = counts.keySet().toArray(String[]::new);
        int[] frequencies = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            frequencies[i] = counts.getOrDefault(words[i], 0);
        }
        return SpellingSegment.of(words, frequencies);
    }

    private boolean isWord(String token) {
        return token.length() >= fewestCharacters
                && token.length() <= MAX_CHARACTERS
                && token.chars().allMatch(c -> c < FIRST_OTHER_SCRIPT && Character.isLetterOrDigit(c));
    }

    /** Adds words of a document that is indexed. */
    void add(Collection<String> words) {
        boolean added = false;
        for (String word : words) {
            added |= isWord(word) && known.add(word) && fresh.add(word);
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

    /** The nearest words within the errors that a typed word may have, then the most frequent; without itself. */
    List<String> similar(String typed, int limit) {
        int most = TypingErrors.allowed(typed);
        if (most == 0 || typed.length() > MAX_CHARACTERS) {
            return List.of();
        }
        Map<String, Near> found = new HashMap<>();
        Set<String> lefts = SpellingSegment.deletions(typed, most);
        for (SpellingSegment segment : segments) {
            for (String left : lefts) {
                segment.forEach(left, i -> compare(typed, segment.word(i), segment.count(i), most, found));
            }
        }
        freshForReaders.forEach(other -> compare(typed, other, 1, most, found));
        return found.values().stream()
                .sorted(Near.ORDER)
                .limit(limit)
                .map(Near::word)
                .toList();
    }

    private static void compare(String typed, String word, int count, int most, Map<String, Near> found) {
        if (Math.abs(word.length() - typed.length()) > most || word.equals(typed) || found.containsKey(word)) {
            return;
        }
        int errors = TypingErrors.between(typed, word, most, false);
        if (errors <= most) {
            found.put(word, new Near(word, errors, count));
        }
    }
}
