package dev.legato.search.index;

/** How well a document matches; every hit of a class comes before every hit of the classes after it. */
public enum MatchClass {
    /** What was typed is a whole name. */
    EXACT(8),
    /** A name begins with what was typed. */
    PREFIX(7),
    /** Every word was found as it was typed. */
    WORDS(6),
    /** A whole name of its own differs from what was typed by typing errors. */
    NEAR(5),
    /** Every word was found, the last one as the beginning of a word. */
    BEGUN(4),
    /** Every word was found, some of them with typing errors. */
    TYPOS(3),
    /** All words but one or a few were found. */
    PARTIAL(2),
    /** Some words were found in the lyrics only. */
    LYRICS(1),
    /** Nothing was typed. */
    LISTED(0);

    private final int standing;

    MatchClass(int standing) {
        this.standing = standing;
    }

    /** Its place counted from the last class, which has 0. */
    public int standing() {
        return standing;
    }
}
