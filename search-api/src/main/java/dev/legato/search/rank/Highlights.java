package dev.legato.search.rank;

import dev.legato.search.index.Suggestion.Highlight;
import dev.legato.search.text.SearchText;
import dev.legato.search.text.TypedText;
import dev.legato.search.text.TypingErrors;
import dev.legato.search.text.Word;
import java.util.ArrayList;
import java.util.List;

/** Which parts of a name were typed. */
final class Highlights {
    private Highlights() {}

    static List<Highlight> of(SearchText name, TypedText typed) {
        List<Highlight> highlights = beginning(name, typed.text().keys().getFirst());
        return highlights.isEmpty() ? words(name.words(), typed) : highlights;
    }

    /** The name's beginning, if its first words together begin with what was typed. */
    private static List<Highlight> beginning(SearchText name, String key) {
        StringBuilder read = new StringBuilder();
        for (Word word : name.words()) {
            int before = read.length();
            read.append(word.text());
            if (!read.substring(0, Math.min(read.length(), key.length()))
                    .equals(key.substring(0, Math.min(read.length(), key.length())))) {
                return List.of();
            }
            if (read.length() >= key.length()) {
                int end = Math.min(word.end(), word.start() + key.length() - before);
                return List.of(new Highlight(
                        name.words().getFirst().start(), read.length() == key.length() ? word.end() : end));
            }
        }
        return List.of();
    }

    private static List<Highlight> words(List<Word> words, TypedText typed) {
        List<Highlight> highlights = new ArrayList<>();
        for (Word word : words) {
            int end = typedEnd(word, typed);
            if (end > word.start()) {
                highlights.add(new Highlight(word.start(), end));
            }
        }
        return highlights;
    }

    private static int typedEnd(Word word, TypedText typed) {
        List<Word> sought = typed.text().words();
        int end = word.start();
        for (int i = 0; i < sought.size(); i++) {
            String text = sought.get(i).text();
            boolean prefix = typed.lastIsPrefix() && i == sought.size() - 1;
            int allowed = TypingErrors.allowed(text);
            if (word.text().equals(text)
                    || word.variants().contains(text)
                    || (allowed > 0 && TypingErrors.between(text, word.text(), allowed, false) <= allowed)) {
                end = word.end();
            } else if (prefix && word.text().startsWith(text)) {
                end = Math.max(end, Math.min(word.end(), word.start() + text.length()));
            }
        }
        return end;
    }
}
