package dev.legato.search.index;

import java.io.IOException;
import java.util.List;

/** The words of an index that resemble one which was typed. */
@FunctionalInterface
public interface Spelling {
    /** No words are similar. */
    Spelling NONE = (_, _) -> List.of();

    /**
     * The indexed words within the errors that {@code TypingErrors} allows for the word's length, the nearest first,
     * then the most frequent, at most a dozen; the word itself is not among them.
     *
     * @param prefix whether the word may be the beginning of an indexed one
     */
    List<String> similar(String word, boolean prefix) throws IOException;
}
