package dev.legato.account.session;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a listener allowed a program: the difference between a session of an OAuth client and one of
 * {@code POST /v1/sessions}.
 *
 * @param client the program's id
 * @param scopes what its tokens allow
 * @param authenticatedAt when the listener last proved who it is
 * @param methods how, as RFC 8176 names them
 * @param keyThumbprint of the key that its tokens are bound to, RFC 9449
 * @param ssoSession the sign-in at another provider that it ends with; empty if the listener signed in here
 */
public record Grant(
        String client,
        Set<String> scopes,
        Instant authenticatedAt,
        Set<String> methods,
        Optional<String> keyThumbprint,
        Optional<String> ssoSession) {
    /** The id of the system's own web player. */
    public static final String WEB_PLAYER = "legato-web";

    public Grant {
        scopes = Set.copyOf(scopes);
        methods = Set.copyOf(methods);
    }

    /** The same, its tokens bound to this key. */
    public Grant boundTo(Optional<String> key) {
        return new Grant(client, scopes, authenticatedAt, methods, key, ssoSession);
    }
}
