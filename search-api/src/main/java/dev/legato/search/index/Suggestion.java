package dev.legato.search.index;

import java.util.List;

/**
 * A name that what was typed may become.
 *
 * @param text the name as it is written
 * @param highlights which parts of the text were typed, in order and apart
 */
public record Suggestion(SearchId id, String text, List<Highlight> highlights) {
    public Suggestion {
        highlights = List.copyOf(highlights);
    }

    /**
     * A part of a text.
     *
     * @param start the first character, in UTF-16 units
     * @param end the character after the last
     */
    public record Highlight(int start, int end) {}
}
