package dev.legato.search.index;

/** How well a document matches; every hit of a class comes before every hit of the classes after it. */
public enum MatchClass {
    /** What was typed is a whole name. */
    EXACT,
    /** A name begins with what was typed. */
    PREFIX,
    /** Every word was found as it was typed, the last one perhaps as the beginning of a word. */
    WORDS,
    /** Every word was found, some of them with typing errors. */
    TYPOS,
    /** All words but one or a few were found. */
    PARTIAL,
    /** Some words were found in the lyrics only. */
    LYRICS,
    /** Nothing was typed. */
    LISTED
}
