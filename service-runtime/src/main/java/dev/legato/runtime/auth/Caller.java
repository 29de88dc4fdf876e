package dev.legato.runtime.auth;

import dev.legato.runtime.problem.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, from a verified access token.
 *
 * @param account the token's subject: an account's or a client's id
 * @param guest whether the account has no e-mail address yet
 * @param scopes what the token allows, see {@link dev.legato.contracts.Scopes}
 * @param session the log-in it comes from; null if it is a client's own
 */
public record Caller(
        String account,
        boolean guest,
        Set<String> scopes,
        @Nullable String session) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Ends the request with 403 unless the token allows this. */
    public void require(String scope) {
        if (!scopes.contains(scope)) {
            throw Problem.forbidden("This needs a token with the scope '%s'%s."
                    .formatted(scope, guest ? "; a guest gets it by signing up" : ""));
        }
    }
}
