package dev.legato.account.signin;

import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import io.vertx.core.Future;
import java.util.Set;

/** Ends what an account is signed in with or about to be: browsers, sessions, their tokens, tickets and links. */
public final class Endings {
    /** What would become a session again, or a password or passkey for one. */
    private static final Set<Purpose> SIGN_IN =
            Set.of(Purpose.SECOND_FACTOR, Purpose.PASSKEY, Purpose.RESET, Purpose.SSO);

    private final BrowserSessions browsers;
    private final SessionStore sessions;
    private final OneTimeTokens tokens;

    public Endings(BrowserSessions browsers, SessionStore sessions, OneTimeTokens tokens) {
        this.browsers = browsers;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    /**
     * Ends everything of an account.
     *
     * @param kept the id of the browser session that stays, or the empty text
     */
    public Future<Void> endAll(String account, String kept) {
        return tokens.endAll(account, SIGN_IN)
                .compose(_ -> browsers.endOthers(account, kept))
                .compose(_ -> sessions.endAll(account));
    }
}
