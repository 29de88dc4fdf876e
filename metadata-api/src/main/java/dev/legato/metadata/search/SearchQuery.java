package dev.legato.metadata.search;

import java.util.List;

/**
 * A query as typed, folded as names are.
 *
 * @param prefix what a name's sort form begins with if it begins as the query does
 * @param words each of which a hit must have, in any order; at most {@value #MAX_WORDS}
 */
public record SearchQuery(String prefix, List<String> words) {
    /** No query has more characters. */
    public static final int MAX_CHARACTERS = 200;

    /** Further words are ignored: they hardly narrow a search, and each costs. */
    static final int MAX_WORDS = 12;

    /** A word needs this many characters to be distinguished from another by its trigrams. */
    private static final int FEWEST_OF_SIMILAR = 4;

    public SearchQuery {
        words = List.copyOf(words);
    }

    /**
     * Folds what was typed.
     *
     * @throws IllegalArgumentException if it is blank or too long
     */
    public static SearchQuery parse(String typed) {
        int length = typed.codePointCount(0, typed.length());
        if (typed.isBlank() || length > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "%d characters (expected: 1 to %d, not only blanks)".formatted(length, MAX_CHARACTERS));
        }
        SearchText whole = SearchText.of(typed);
        List<String> words = SearchText.withoutArticle(whole.words()).stream()
                .distinct()
                .limit(MAX_WORDS)
                .toList();
        return new SearchQuery(whole.sortName(), words);
    }

    /** Whether its words are specific enough to be searched for anywhere in a name: a single letter is not. */
    boolean isTelling() {
        String first = words.getFirst();
        return words.size() > 1 || first.codePointCount(0, first.length()) > 1 || SearchText.isIdeograph(first);
    }

    /** Whether a typing error in one of its words can be recognised. */
    boolean hasSimilar() {
        return words.stream().anyMatch(SearchQuery::isSimilarSought);
    }

    static boolean isSimilarSought(String word) {
        return word.codePointCount(0, word.length()) >= FEWEST_OF_SIMILAR;
    }
}
