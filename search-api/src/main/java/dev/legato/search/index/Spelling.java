package dev.legato.search.index;

import java.io.IOException;
import java.util.List;

/** The words of an index that resemble one which was typed. */
@FunctionalInterface
public interface Spelling {
    /** No words are similar. */
    Spelling NONE = (_, _) -> List.of();

    /** No more words are similar to one. */
    int MAX_WORDS = 48;

    /** No more beginnings are similar to one. */
    int MAX_BEGINNINGS = 12;

    /**
     * The indexed words within the errors that {@code TypingErrors} allows for the word's length, the nearest first,
     * then the most frequent, at most {@value #MAX_WORDS}; the word itself is not among them.
     *
     * @param beginning whether beginnings of words are wanted instead, of four and five characters and at most
     *     {@value #MAX_BEGINNINGS}; for longer ones there are none, because whole words resemble them
     */
    List<String> similar(String word, boolean beginning) throws IOException;
}
