package dev.legato.metadata.cache;

import dev.legato.metadata.catalogue.Kind;

/**
 * Which catalogue entry.
 *
 * @param kind {@link Kind#name}
 */
record EntryKey(String kind, String id) {
    static EntryKey of(Kind<?> kind, String id) {
        return new EntryKey(kind.name(), id);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static EntryKey parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException("'%s' (expected: kind:id)".formatted(text));
        }
        return new EntryKey(text.substring(0, colon), text.substring(colon + 1));
    }

    /** {@code kind:id}. */
    @Override
    public String toString() {
        return kind + ':' + id;
    }
}
