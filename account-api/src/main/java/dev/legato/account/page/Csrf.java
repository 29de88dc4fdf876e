package dev.legato.account.page;

import dev.legato.contracts.Sha256;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Tells forms of ours from forms that another site makes a browser send. Each form holds the hash of the browser's cookie,
 * which nobody else can compute; it changes with the cookie at sign-in. Beside it the browser's own account of where the
 * request comes from must not speak against it, so that a cookie planted from a subdomain does not help.
 */
public final class Csrf {
    /** The name of the form's field. */
    public static final String FIELD = "csrf";

    /** What a browser calls requests of our own pages, and of its user; {@code Sec-Fetch-Site} of Fetch Metadata. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final BrowserCookie cookie;
    private final String origin;

    public Csrf(BrowserCookie cookie, URI issuer) {
        this.cookie = cookie;
        this.origin = issuer.getScheme() + "://" + issuer.getRawAuthority();
    }

    /** The token for forms of the browser with this cookie. */
    static String token(String cookie) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(("csrf:" + cookie).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Whether a form was sent by a page that this browser got from us. */
    public boolean isOurs(Request request, Form form) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        boolean foreign = site.isPresent()
                ? !OURS.contains(site.get())
                : request.header("Origin")
                        .filter(from -> !isOrigin(from, request))
                        .isPresent();
        return !foreign
                && cookie.of(request)
                        .filter(value -> isEqual(token(value), form.text(FIELD)))
                        .isPresent();
    }

    /**
     * Our pages send no referrer, which makes their origin {@code null} too. A house may reach the system by names that the
     * issuer does not have; a page's origin is then the host asked for.
     */
    private boolean isOrigin(String from, Request request) {
        return from.equals("null")
                || from.equals(origin)
                || request.host().filter(host -> from.endsWith("://" + host)).isPresent();
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
