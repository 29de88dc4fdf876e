package dev.legato.search.rank;

import dev.legato.search.text.TypedText;
import dev.legato.search.text.TypingErrors;
import dev.legato.search.text.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was typed, laid out to be compared with many documents. */
record TypedForm(String literal, List<TypedWord> words, String key, Set<String> keys, TypedText typed) {
    /**
     * A typed word.
     *
     * @param maxErrors the typing errors it may have
     * @param isPrefix whether it may be the beginning of a word
     * @param joined it and the next word written as one, or empty for the last
     * @param known the errors from words already compared: candidates of a search have many words in common
     */
    record TypedWord(
            String text,
            List<String> variants,
            int maxErrors,
            boolean isPrefix,
            String joined,
            Map<String, Integer> known) {
        /** The errors from a word of a name; more than {@code maxErrors} if it is another word. */
        int errors(String word) {
            if (Math.abs(word.length() - text.length()) > maxErrors) {
                return maxErrors + 1;
            }
            return known.computeIfAbsent(word, other -> TypingErrors.between(text, other, maxErrors, false));
        }

        /** Whether a word begins nearly as the typed one. */
        boolean isNearlyBeginningOf(String word) {
            return isPrefix
                    && text.length() >= FEWEST_OF_BEGINNING
                    && word.length() > text.length()
                    && TypingErrors.between(text, word, 1, true) <= 1;
        }
    }

    /** A shorter beginning with an error would be that of too many words. */
    private static final int FEWEST_OF_BEGINNING = 4;

    static TypedForm of(TypedText typed) {
        List<Word> words = typed.text().words();
        List<TypedWord> forms = new ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean last = i == words.size() - 1;
            forms.add(new TypedWord(
                    word.text(),
                    word.variants(),
                    TypingErrors.allowed(word.text()),
                    last && typed.lastIsPrefix(),
                    last ? "" : word.text() + words.get(i + 1).text(),
                    new HashMap<>()));
        }
        List<String> keys = typed.text().keys();
        return new TypedForm(
                typed.text().literal(),
                List.copyOf(forms),
                keys.isEmpty() ? "" : keys.getFirst(),
                Set.copyOf(keys),
                typed);
    }
}
