package dev.legato.search.index;

/**
 * The identity of a document in the index: ids are unique within a kind only.
 *
 * @param id as the owning service gave it out
 */
public record SearchId(SearchKind kind, String id) implements Comparable<SearchId> {
    private static final char SEPARATOR = ':';

    /**
     * Reads the form of {@link #text()}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static SearchId parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("id: %s (expected: KIND:id)".formatted(text));
        }
        return new SearchId(SearchKind.valueOf(text.substring(0, separator)), text.substring(separator + 1));
    }

    /** The one text by which an engine stores it, such as {@code TRACK:0f3a}. */
    public String text() {
        return kind.name() + SEPARATOR + id;
    }

    @Override
    public int compareTo(SearchId other) {
        return text().compareTo(other.text());
    }
}
