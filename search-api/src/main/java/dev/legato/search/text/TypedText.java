package dev.legato.search.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person typed to find something.
 *
 * @param text everything that shall be found, phrases included; of at most {@value #MAX_WORDS} words
 * @param phrases the words between quotation marks, which must follow each other in one name
 * @param excluded the words behind a "-", which no hit has
 * @param lastIsPrefix whether the last word may go on
 */
public record TypedText(SearchText text, List<List<String>> phrases, List<String> excluded, boolean lastIsPrefix) {
    /** No more is read of what was typed. */
    public static final int MAX_CHARACTERS = 200;

    /** Further words are ignored: they hardly narrow a search, and each costs. */
    public static final int MAX_WORDS = 12;

    private static final String NOTHING_LEGIBLE = "\ufffd";
    private static final int MAX_PHRASES = 4;
    private static final int MAX_EXCLUDED = 8;
    private static final Pattern PHRASE =
            Pattern.compile("[\"\u201c\u201d\u201e]([^\"\u201c\u201d\u201e]*)[\"\u201c\u201d]");
    private static final Pattern EXCLUDED = Pattern.compile("(?<=\\s)-(?=[\\p{L}\\p{N}])(\\S*[^\\s-])(?=\\s|$)");

    public TypedText {
        phrases = phrases.stream().map(List::copyOf).toList();
        excluded = List.copyOf(excluded);
    }

    /** Reads what was typed; there is nothing that cannot be read. */
    public static TypedText parse(String typed) {
        String bounded = SearchText.cut(typed, MAX_CHARACTERS);
        List<List<String>> phrases = new ArrayList<>();
        Matcher phrase = PHRASE.matcher(bounded);
        while (phrase.find() && phrases.size() < MAX_PHRASES) {
            List<String> words = texts(phrase.group(1));
            if (!words.isEmpty()) {
                phrases.add(words);
            }
        }
        List<String> excluded = new ArrayList<>();
        Matcher exclusion = EXCLUDED.matcher(bounded);
        while (exclusion.find() && excluded.size() < MAX_EXCLUDED) {
            excluded.addAll(texts(exclusion.group(1)));
        }
        String sought = EXCLUDED.matcher(bounded).replaceAll(" ");
        SearchText text = SearchText.typed(sought);
        if (text.literal().isEmpty() && !typed.isBlank()) {
            // Signs without a shape were typed, which is not the same as nothing.
            text = new SearchText("", NOTHING_LEGIBLE, List.of(), 0, Set.of(), List.of());
        }
        if (text.words().size() > MAX_WORDS) {
            text = new SearchText(
                    text.written(),
                    text.literal(),
                    text.words().subList(0, MAX_WORDS),
                    MAX_WORDS,
                    text.joins(),
                    text.keys());
        }
        return new TypedText(text, phrases, excluded, endsInWord(sought));
    }

    private static List<String> texts(String part) {
        return SearchText.of(part).words().stream().map(Word::text).toList();
    }

    private static boolean endsInWord(String typed) {
        return !typed.isEmpty() && Character.isLetterOrDigit(typed.codePointBefore(typed.length()));
    }

    /** Whether there is nothing to find by. */
    public boolean isBlank() {
        return text.words().isEmpty();
    }
}
