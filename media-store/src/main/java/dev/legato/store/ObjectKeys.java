package dev.legato.store;

import java.util.regex.Pattern;

/** The form of an object's key: segments of letters, digits, dot, hyphen and underscore, none of them hidden. */
final class ObjectKeys {
    private static final int MAX_LENGTH = 255;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

    private ObjectKeys() {}

    static boolean isKey(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    /**
     * Refuses a text that is no key.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String require(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "object key: '%s' (expected: segments of A-Z a-z 0-9 . _ -, none starting with . _ or -)"
                            .formatted(key));
        }
        return key;
    }
}
