package dev.legato.account.page;

import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The one cookie that pages set: 256 random bits in base64url, which say nothing by themselves. Under an https issuer it is
 * {@code __Host-legato}, which no subdomain can set (RFC 6265bis §4.1.3.2), else {@code legato}.
 */
public final class BrowserCookie {
    private static final int BYTES = 32;
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String name;
    private final String attributes;
    private final RandomGenerator random;

    public BrowserCookie(URI issuer, RandomGenerator random) {
        boolean secure = "https".equals(issuer.getScheme());
        this.name = secure ? "__Host-legato" : "legato";
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
        this.random = random;
    }

    /** The value that a request brings, if it has the form of ours. */
    public Optional<String> of(Request request) {
        return request.cookie(name).filter(value -> VALUE.matcher(value).matches());
    }

    /** A new value. */
    public String create() {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** Lets a reply set the cookie, until the browser is closed. */
    public Reply set(Reply reply, String value) {
        return reply.header("Set-Cookie", name + "=" + value + attributes);
    }

    /** Lets a reply remove the cookie. */
    public Reply clear(Reply reply) {
        return reply.header("Set-Cookie", name + "=" + attributes + "; Max-Age=0");
    }
}
