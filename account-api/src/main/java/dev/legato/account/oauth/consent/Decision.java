package dev.legato.account.oauth.consent;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.openid.connect.sdk.OIDCError;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.legato.account.oauth.grant.CheckedRequest;
import dev.legato.account.oauth.grant.ScopeRules;
import dev.legato.account.signin.SignedIn;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What an authorization request needs next, OpenID Connect Core §3.1.2.3 and §3.1.2.4. */
sealed interface Decision {
    /** The listener must sign in, or again. */
    record SignIn() implements Decision {}

    /** The listener must be asked for its consent. */
    record Ask(SignedIn person, Set<String> scopes) implements Decision {}

    /** Nothing more: the client gets its code. */
    record Issue(SignedIn person, Set<String> scopes) implements Decision {}

    /** The client wants nobody to be asked, but somebody must be. */
    record Fail(ErrorObject error) implements Decision {}

    /**
     * Decides, without acting.
     *
     * @param begun when the request first came: who signs in because of it has done so when it comes again
     * @param hinted the account that the client expects, from its {@code id_token_hint}
     * @param consented the scopes that the listener has allowed the client before
     */
    static Decision decide(
            CheckedRequest request,
            Instant begun,
            Optional<SignedIn> person,
            Optional<String> hinted,
            Set<String> consented,
            Instant now) {
        boolean silent = request.prompt().contains(Prompt.Type.NONE);
        if (person.isEmpty() || mustSignInAgain(request, begun, person.get(), now)) {
            return silent ? new Fail(OIDCError.LOGIN_REQUIRED) : new SignIn();
        }
        if (hinted.filter(account -> !account.equals(person.get().account().id()))
                .isPresent()) {
            // Who has just signed in as another will not be asked a second time.
            return silent || hasSignedInFor(begun, person.get()) ? new Fail(OIDCError.LOGIN_REQUIRED) : new SignIn();
        }
        Set<String> scopes = ScopeRules.had(request.scopes(), person.get().account());
        if (request.prompt().contains(Prompt.Type.CONSENT) || !isAllowedBefore(request, scopes, consented)) {
            return silent ? new Fail(OIDCError.CONSENT_REQUIRED) : new Ask(person.get(), scopes);
        }
        return new Issue(person.get(), scopes);
    }

    /**
     * Whether nobody needs to be asked. Any program on the listener's machine may take the redirect of a native app, so that
     * one's consent is not remembered (RFC 8252 §8.6).
     */
    private static boolean isAllowedBefore(CheckedRequest request, Set<String> scopes, Set<String> consented) {
        return request.client().firstParty()
                || ("https".equals(request.redirectUri().getScheme())
                        && !scopes.isEmpty()
                        && consented.containsAll(scopes));
    }

    private static boolean mustSignInAgain(CheckedRequest request, Instant begun, SignedIn person, Instant now) {
        if (hasSignedInFor(begun, person)) {
            return false;
        }
        Instant authenticated = person.authenticatedAt();
        return request.prompt().contains(Prompt.Type.LOGIN)
                || request.prompt().contains(Prompt.Type.SELECT_ACCOUNT)
                || request.maxAge()
                        .filter(age -> authenticated.isBefore(now.minus(age)))
                        .isPresent();
    }

    private static boolean hasSignedInFor(Instant begun, SignedIn person) {
        return !person.authenticatedAt().isBefore(begun);
    }
}
