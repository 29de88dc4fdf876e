package dev.legato.metadata.search;

/** How a hit matches; a search goes through them in this order, and no hit is in two. */
enum Stage {
    /** The name begins as the query does, in the order of names: so the very name comes first. */
    BEGINS,
    /** Every word begins a word of the entry, in any order. */
    WORDS,
    /** Every word that is long enough to compare resembles one of the entry. */
    SIMILAR
}
