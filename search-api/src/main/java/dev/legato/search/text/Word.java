package dev.legato.search.text;

import java.util.List;
import java.util.stream.Stream;

/**
 * A word of a name.
 *
 * @param text as it is compared: folded, without blanks
 * @param variants what else people write for it, folded: a reading, another numeral, the word without its elision
 * @param start the word's first character in the composed name, in UTF-16 units
 * @param end the character after its last
 */
public record Word(String text, List<String> variants, int start, int end) {
    public Word {
        variants = List.copyOf(variants);
    }

    /** Whether it is one character of a script without blanks between words. */
    public boolean isIdeograph() {
        return text.codePointCount(0, text.length()) == 1 && Scripts.isUnspaced(text.codePointAt(0));
    }

    Word with(List<String> more) {
        return new Word(
                text,
                Stream.concat(variants.stream(), more.stream())
                        .filter(variant -> !variant.isEmpty() && !variant.equals(text))
                        .distinct()
                        .limit(SearchText.MAX_VARIANTS)
                        .toList(),
                start,
                end);
    }
}
