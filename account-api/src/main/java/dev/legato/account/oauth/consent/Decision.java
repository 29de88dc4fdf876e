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
     * @param consented the scopes that the listener has allowed the client before
     */
    static Decision decide(
            CheckedRequest request, Instant begun, Optional<SignedIn> person, Set<String> consented, Instant now) {
        boolean silent = request.prompt().contains(Prompt.Type.NONE);
        if (person.isEmpty() || mustSignInAgain(request, begun, person.get(), now)) {
            return silent ? new Fail(OIDCError.LOGIN_REQUIRED) : new SignIn();
        }
        Set<String> scopes = ScopeRules.had(request.scopes(), person.get().account());
        boolean known = request.client().firstParty() || consented.containsAll(scopes);
        if (request.prompt().contains(Prompt.Type.CONSENT) || !known) {
            return silent ? new Fail(OIDCError.CONSENT_REQUIRED) : new Ask(person.get(), scopes);
        }
        return new Issue(person.get(), scopes);
    }

    private static boolean mustSignInAgain(CheckedRequest request, Instant begun, SignedIn person, Instant now) {
        Instant authenticated = person.authenticatedAt();
        if (!authenticated.isBefore(begun)) {
            return false;
        }
        return request.prompt().contains(Prompt.Type.LOGIN)
                || request.prompt().contains(Prompt.Type.SELECT_ACCOUNT)
                || request.maxAge()
                        .filter(age -> authenticated.isBefore(now.minus(age)))
                        .isPresent();
    }
}
