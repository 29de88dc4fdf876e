package dev.legato.search.plan;

import java.util.Locale;

/** A field of tokens. Engines index each as it is given, parted by blanks, without positions, norms or frequencies. */
public enum IndexField {
    /** Whole names of the document's own, each one token: of its title, aliases and sort name. */
    KEY,
    /** The first characters of {@link #KEY}, up to {@value Clause#MAX_EDGE}. */
    KEY_EDGE,
    /** The words of its own names, with their variants. */
    NAME,
    /** The first characters of {@link #NAME}. */
    NAME_EDGE,
    /** The words of all its names but the lyrics, with their variants. */
    ALL,
    /** The first characters of {@link #ALL}. */
    ALL_EDGE,
    /** What may be typed as one word, of all names but the lyrics: neighbours joined, whole names. */
    JOIN,
    /** How many words its own title has: {@code 3}. */
    LENGTH,
    /** The words of its lyrics. */
    LYRICS;

    /** The field's name in an engine. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where the beginnings of this field's tokens are. */
    IndexField edge() {
        return switch (this) {
            case KEY -> KEY_EDGE;
            case NAME -> NAME_EDGE;
            case ALL -> ALL_EDGE;
            default -> throw new IllegalStateException("%s has no beginnings indexed".formatted(this));
        };
    }
}
