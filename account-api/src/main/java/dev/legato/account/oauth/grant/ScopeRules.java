package dev.legato.account.oauth.grant;

import com.nimbusds.oauth2.sdk.Scope;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.account.person.Account;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which scopes a request gets: what it asks for, as far as the client was registered for it and its account has it. */
public final class ScopeRules {
    private ScopeRules() {}

    /**
     * The scopes of a request for a listener's consent; those it does not know are passed over (OpenID Connect Core
     * §3.1.2.1).
     *
     * @param asked null for all that the client has
     * @param known every scope there is
     * @throws OAuthException {@code invalid_scope} if the client may not ask for one of them
     */
    public static Set<String> asked(@Nullable Scope asked, OAuthClient client, Set<String> known) {
        if (asked == null || asked.isEmpty()) {
            return new TreeSet<>(client.scopes());
        }
        Set<String> scopes = new LinkedHashSet<>(asked.toStringList());
        scopes.retainAll(known);
        return allowed(scopes, client);
    }

    /** The scopes of a client that acts for itself, all of which must be its own. */
    public static Set<String> own(@Nullable Scope asked, OAuthClient client) {
        return asked == null || asked.isEmpty()
                ? new TreeSet<>(client.scopes())
                : allowed(new LinkedHashSet<>(asked.toStringList()), client);
    }

    /** Those that an account has itself. */
    public static Set<String> had(Set<String> scopes, Account account) {
        Set<String> had = new TreeSet<>(scopes);
        had.retainAll(account.scopes());
        return had;
    }

    /**
     * Narrows the scopes of a refresh, RFC 6749 §6.
     *
     * @throws OAuthException {@code invalid_scope} if more are asked for than were granted
     */
    public static Set<String> narrowed(Optional<String> asked, Set<String> granted) {
        if (asked.isEmpty()) {
            return granted;
        }
        Set<String> fewer = new TreeSet<>(Arrays.asList(asked.get().split(" ")));
        if (!granted.containsAll(fewer)) {
            throw OAuthException.invalidScope("expected: among " + String.join(" ", new TreeSet<>(granted)));
        }
        return fewer;
    }

    private static Set<String> allowed(Set<String> scopes, OAuthClient client) {
        if (!client.scopes().containsAll(scopes)) {
            throw OAuthException.invalidScope("expected: among " + String.join(" ", new TreeSet<>(client.scopes())));
        }
        return new TreeSet<>(scopes);
    }
}
