package dev.legato.runtime.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The access token of a request, and how it is presented.
 *
 * @param proof whether by {@code DPoP} (RFC 9449 §7.1) or as {@code Bearer} (RFC 6750 §2.1)
 */
record Credentials(boolean proof, String token) {
    private static final String BEARER = "Bearer ";
    private static final String DPOP = "DPoP ";

    /** Those of a request, or null if it has none, some of another kind or more than one. */
    static @Nullable Credentials of(HttpServerRequest request) {
        List<String> fields = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        return fields.size() == 1 ? parse(fields.getFirst()) : null;
    }

    /** Those that the value of {@code Authorization} holds. */
    static @Nullable Credentials parse(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Credentials(
                    false, authorization.substring(BEARER.length()).strip());
        }
        if (authorization.regionMatches(true, 0, DPOP, 0, DPOP.length())) {
            return new Credentials(true, authorization.substring(DPOP.length()).strip());
        }
        return null;
    }

    /** Never the token. */
    @Override
    public String toString() {
        return proof ? "DPoP" : "Bearer";
    }
}
