package dev.legato.account.sso;

import dev.legato.account.signin.OneTimeTokens;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.account.sso.ProviderTokens.Logout;
import dev.legato.account.sso.SsoException.Reason;
import dev.legato.account.sso.SsoProviders.Way;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;

/** Takes a provider's word that a person has signed out there, OpenID Connect Back-Channel Logout 1.0. */
final class LogoutReceiver {
    /** Longer than a token is good, with clocks that differ. */
    private static final Duration REMEMBERED = ProviderTokens.LOGOUT_GOOD.multipliedBy(3);

    private final SsoProviders providers;
    private final SsoStore store;
    private final OneTimeTokens seen;
    private final Clock clock;

    LogoutReceiver(SsoProviders providers, SsoStore store, OneTimeTokens seen, Clock clock) {
        this.providers = providers;
        this.store = store;
        this.seen = seen;
        this.clock = clock;
    }

    /** Ends what came of the session that a logout token names, or of all sessions of its subject. */
    Reply receive(Request request) {
        Way way = providers
                .find(request.path("provider", text -> text))
                .orElseThrow(() -> Problem.notFound("No provider of this name is in the settings."));
        String token = request.form()
                .value("logout_token")
                .orElseThrow(() -> Problem.invalid("logout_token", "missing (expected: a logout token)"));
        try {
            end(way, token);
        } catch (SsoException e) {
            throw e.reason() == Reason.DOWN
                    ? Problem.unavailable("The provider's keys cannot be fetched; try again soon.")
                    : Problem.invalid("logout_token", String.valueOf(e.getMessage()));
        }
        return Reply.noContent().header("Cache-Control", "no-store");
    }

    private void end(Way way, String token) {
        String issuer = way.provider().issuer().toString();
        Discovered discovered =
                way.connection().withKey(CodeExchange.keyId(token)).await();
        Logout logout = new ProviderTokens(way.provider(), clock).logout(token, discovered);
        String mark = issuer + " " + logout.id();
        if (!seen.add(Purpose.SSO_LOGOUT, mark, null, "", REMEMBERED).await()) {
            throw new SsoException(Reason.FAILED, "jti: came before");
        }
        ended(issuer, logout)
                // It was not done, so the provider may send it again.
                .recover(failure -> seen.take(Purpose.SSO_LOGOUT, mark).compose(_ -> Future.failedFuture(failure)))
                .await();
    }

    private Future<Void> ended(String issuer, Logout logout) {
        return logout.sid()
                .map(sid -> store.endSession(issuer, sid, logout.subject()))
                .orElseGet(() -> store.endAll(issuer, logout.subject().orElseThrow()));
    }
}
