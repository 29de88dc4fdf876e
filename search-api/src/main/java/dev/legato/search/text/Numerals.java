package dev.legato.search.text;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Numbers that are written in two ways: 5 and V. One, fifty, hundred and so on are too often letters of their own. */
final class Numerals {
    private static final List<String> ROMAN = List.of(
            "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
            "xvii", "xviii", "xix", "xx");
    private static final Map<String, String> ARABIC_BY_ROMAN = IntStream.range(1, ROMAN.size())
            .boxed()
            .collect(Collectors.toUnmodifiableMap(ROMAN::get, i -> Integer.toString(i + 1)));
    private static final Map<String, String> ROMAN_BY_ARABIC = ARABIC_BY_ROMAN.keySet().stream()
            .collect(Collectors.toUnmodifiableMap(ARABIC_BY_ROMAN::get, Function.identity()));

    private Numerals() {}

    /** The other way to write a numeral; empty if the word is none. */
    static List<String> variants(String word) {
        String other = ARABIC_BY_ROMAN.getOrDefault(word, ROMAN_BY_ARABIC.get(word));
        return other == null ? List.of() : List.of(other);
    }

    /** A word with Roman numerals in Arabic figures. */
    static String arabic(String word) {
        return ARABIC_BY_ROMAN.getOrDefault(word, word);
    }
}
