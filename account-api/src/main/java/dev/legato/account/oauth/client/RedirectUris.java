package dev.legato.account.oauth.client;

import java.net.URI;
import java.util.Objects;
import java.util.Set;

/**
 * Compares redirect URIs as strings (RFC 9700 §2.1). The one exception is a native client's loopback URI, whose port the
 * operating system chooses (RFC 8252 §7.3).
 */
public final class RedirectUris {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    private RedirectUris() {}

    /** Whether one of the registered URIs allows this one. */
    public static boolean allows(Set<URI> registered, URI asked) {
        return registered.stream().anyMatch(uri -> matches(uri, asked));
    }

    /** Whether a URI leads to the machine of the client itself, by address and not by a name that could be another's. */
    static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
    }

    private static boolean matches(URI registered, URI asked) {
        if (registered.toString().equals(asked.toString())) {
            return true;
        }
        return isLoopback(registered)
                && isLoopback(asked)
                && registered.getPort() == -1
                && asked.getRawUserInfo() == null
                && asked.getRawFragment() == null
                && registered.getHost().equals(asked.getHost())
                && Objects.equals(registered.getRawPath(), asked.getRawPath())
                && Objects.equals(registered.getRawQuery(), asked.getRawQuery());
    }
}
