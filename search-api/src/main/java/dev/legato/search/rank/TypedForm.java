package dev.legato.search.rank;

import dev.legato.search.text.TypedText;
import dev.legato.search.text.TypingErrors;
import dev.legato.search.text.Word;
import java.util.List;
import java.util.Set;

/** What was typed, laid out to be compared with many documents. */
record TypedForm(String literal, List<TypedWord> words, String key, Set<String> keys, TypedText typed) {
    /**
     * A typed word.
     *
     * @param maxErrors the typing errors it may have
     * @param isPrefix whether it may be the beginning of a word
     * @param joined it and the next word written as one, or empty for the last
     */
    record TypedWord(String text, List<String> variants, int maxErrors, boolean isPrefix, String joined) {}

    static TypedForm of(TypedText typed) {
        List<Word> words = typed.text().words();
        List<TypedWord> forms = new java.util.ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean last = i == words.size() - 1;
            forms.add(new TypedWord(
                    word.text(),
                    word.variants(),
                    TypingErrors.allowed(word.text()),
                    last && typed.lastIsPrefix(),
                    last ? "" : word.text() + words.get(i + 1).text()));
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
