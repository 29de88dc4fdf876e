package dev.legato.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A keyset cursor: the sort values of a page's last item, opaque to clients (base64url of the parts joined by U+001F).
 */
public record Cursor(List<String> parts) {
    private static final String SEPARATOR = "\u001f";
    private static final int MOST_CHARACTERS = 1_024;

    public Cursor {
        parts = List.copyOf(parts);
    }

    public static Cursor of(String... parts) {
        return new Cursor(List.of(parts));
    }

    /**
     * Reads a cursor of so many parts.
     *
     * @throws IllegalArgumentException if it is not one of ours
     */
    public static Cursor parse(String text, int parts) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("not a cursor this service has given out");
        }
        String joined = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        List<String> found = Arrays.asList(joined.split(SEPARATOR, -1));
        if (found.size() != parts) {
            throw new IllegalArgumentException("not a cursor this service has given out");
        }
        return new Cursor(found);
    }

    /** The form in a URL. */
    public String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }
}
