package dev.legato.contracts;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of every id that is no {@link ContentId}: 1 to 64 of the characters that a URL holds unescaped (RFC 3986
 * section 2.3). It is safe in keys of stores, in PostgreSQL and in logs.
 */
public final class Word {
    /** What {@link #isValid} accepts, for messages. */
    public static final String FORM = "1 to 64 of A-Z a-z 0-9 . _ ~ -";

    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final int MAX_SHOWN = 64;

    private Word() {}

    public static boolean isValid(String text) {
        return PATTERN.matcher(text).matches();
    }

    /**
     * Refuses a text that is no word.
     *
     * @param what what the word names, for the message
     * @throws IllegalArgumentException if it is none
     */
    public static void require(String what, @Nullable String text) {
        Values.require(what, text);
        if (text == null || !isValid(text)) {
            String shown = text == null || text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
            throw new IllegalArgumentException("%s: '%s' (expected: %s)".formatted(what, shown, FORM));
        }
    }
}
