package dev.legato.search.index;

import java.io.IOException;
import java.util.List;

/** The words of an index that resemble one which was typed. */
@FunctionalInterface
public interface Spelling {
    /** No words are similar. */
    Spelling NONE = (_, _) -> List.of();

    /** No more words are similar to one. */
    int MAX_WORDS = 32;

    /**
     * The indexed words within the errors that {@code TypingErrors} allows for the word's length, the nearest first,
     * then the most frequent, at most {@value #MAX_WORDS}; the word itself is not among them.
     *
     * @param prefix whether the word may be the beginning of an indexed one; then indexed beginnings of up to
     *     {@code Clause.MAX_EDGE} characters are among the words
     */
    List<String> similar(String word, boolean prefix) throws IOException;
}
