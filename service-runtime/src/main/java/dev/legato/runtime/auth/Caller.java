package dev.legato.runtime.auth;

import dev.legato.contracts.Entitlements;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, from a verified access token (RFC 9068).
 *
 * @param account the token's subject: an account's or a client's id
 * @param guest whether the account has no e-mail address yet
 * @param scopes what the token allows, see {@link dev.legato.contracts.Scopes}
 * @param session the log-in it comes from; null if it is a client's own
 * @param client the application that got the token
 * @param roles of the account: {@code listener}, {@code curator}, {@code admin}
 * @param entitlements what the account's plan allows
 * @param profile which listener of the account it is, or null
 * @param explicit whether explicit tracks may be found and heard
 * @param device which registered device of the account it is, or null
 * @param signIn how and when a person proved to be the account's; null where none did
 * @param token its {@code jti}, its times and the key it is bound to
 */
public record Caller(
        String account,
        boolean guest,
        Set<String> scopes,
        @Nullable String session,
        String client,
        Set<String> roles,
        Entitlements entitlements,
        @Nullable String profile,
        boolean explicit,
        @Nullable String device,
        @Nullable SignIn signIn,
        Token token) {
    /**
     * A person's sign-in.
     *
     * @param at {@code auth_time}
     * @param methods {@code amr}, RFC 8176
     */
    public record SignIn(Instant at, Set<String> methods) {
        public SignIn {
            methods = Set.copyOf(methods);
        }
    }

    /**
     * The token itself.
     *
     * @param id {@code jti}, which no other token has
     * @param issued to the millisecond
     * @param expires when it ceases to be valid
     * @param keyThumbprint {@code cnf.jkt} (RFC 9449 §6.1), the key that must prove possession; null for a bearer token
     */
    public record Token(
            String id,
            Instant issued,
            Instant expires,
            @Nullable String keyThumbprint) {}

    /** A caller who may hear explicit tracks. */
    public Caller(
            String account,
            boolean guest,
            Set<String> scopes,
            @Nullable String session,
            String client,
            Set<String> roles,
            Entitlements entitlements,
            @Nullable String profile,
            @Nullable String device,
            @Nullable SignIn signIn,
            Token token) {
        this(account, guest, scopes, session, client, roles, entitlements, profile, true, device, signIn, token);
    }

    public Caller {
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
    }

    /** Ends the request with 403 unless the token allows this; the answer names the scope (RFC 6750 §3.1). */
    public void require(String scope) {
        if (!scopes.contains(scope)) {
            throw new ProblemException(Problem.forbidden("This needs a token with the scope '%s'%s."
                                    .formatted(scope, guest ? "; a guest gets it by signing up" : ""))
                            .problem())
                    .withChallenge(Challenge.insufficientScope(token.keyThumbprint() != null, scope));
        }
    }

    /** Ends the request with 401 unless a person has signed in within this time; the answer asks for it (RFC 9470). */
    public void requireSignIn(Duration within, Instant now) {
        if (signIn == null || signIn.at().plus(within).isBefore(now)) {
            throw Problem.unauthorized("This needs a sign-in within the last %d minutes; sign in again."
                            .formatted(within.toMinutes()))
                    .withChallenge(Challenge.recentSignIn(token.keyThumbprint() != null, within.toSeconds()));
        }
    }

    /** Ends the request with 403 unless the account has this role. */
    public void requireRole(String role) {
        if (!roles.contains(role)) {
            throw Problem.forbidden("This needs an account with the role '%s'.".formatted(role));
        }
    }
}
