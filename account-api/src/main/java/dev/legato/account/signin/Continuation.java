package dev.legato.account.signin;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where a browser goes after signing in: back into the OAuth protocol, {@code /oauth2/…} on this host, or to the account's
 * own page. Nothing else can be named, so that no link to the sign-in page leads elsewhere.
 *
 * @param target a relative reference; empty for the account's page
 */
public record Continuation(String target) {
    /** The name of the query parameter and of the form's field. */
    public static final String FIELD = "continue";

    /** The account's own page. */
    public static final Continuation NONE = new Continuation("");

    private static final int MAX_CHARACTERS = 8_192;

    /** A path of plain segments, without dots; a query of characters that RFC 3986 §3.4 has, or escapes. */
    private static final Pattern OURS =
            Pattern.compile("/oauth2(/[A-Za-z0-9_-]+)+(\\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?");

    /** What a link or form names; {@link #NONE} if it is not ours. */
    public static Continuation parse(String text) {
        return text.length() <= MAX_CHARACTERS && OURS.matcher(text).matches() ? new Continuation(text) : NONE;
    }

    /** A page of ours that goes on to the same place. */
    String through(String page) {
        return target.isEmpty() ? page : page + "?" + FIELD + "=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
    }

    /** Where to redirect to. */
    public URI uri() {
        return URI.create(target.isEmpty() ? "/account" : target);
    }
}
