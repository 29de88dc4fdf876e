package dev.legato.contracts;

import java.util.regex.Pattern;

/**
 * The texts of the catalogue: names of tracks, albums, artists and genres, and lines of lyrics. They have no control
 * characters (U+0000 to U+001F, U+007F to U+009F), no half of a surrogate pair, and a bounded length.
 */
public final class CatalogueText {
    /** The most code points of a name. */
    public static final int MAX_CODE_POINTS = 500;

    /** The controls of Latin-1's upper half print nothing and part nothing, but for U+0085, which ends a line. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\x80-\\x9f\\p{Cs}&&[^\\x85]]");

    private static final Pattern BLANKS = Pattern.compile("[\\x00-\\x1f\\x7f\\x85\\s]+");
    private static final Pattern TIDY = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1," + MAX_CODE_POINTS + "}");

    private CatalogueText() {}

    /** Whether a text may stand in the catalogue: it is not blank and has neither control characters nor too many. */
    public static boolean isTidy(String text) {
        return !text.isBlank() && TIDY.matcher(text).matches();
    }

    /**
     * Makes a text fit for the catalogue: line ends, other ASCII controls and runs of blanks become one space, the
     * controls U+0080 to U+009F are removed, and what is longer than {@value #MAX_CODE_POINTS} code points is cut.
     * Returns an empty text if nothing is left.
     */
    public static String tidied(String text) {
        String tidy = BLANKS.matcher(INVISIBLE.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
        return tidy.codePointCount(0, tidy.length()) <= MAX_CODE_POINTS
                ? tidy
                : tidy.substring(0, tidy.offsetByCodePoints(0, MAX_CODE_POINTS)).strip();
    }
}
