package dev.legato.account.signin;

import dev.legato.account.session.SessionStore;
import io.vertx.core.Future;

/** Ends what an account is signed in with: browsers, sessions, and the tokens they have given out. */
public final class Endings {
    private final BrowserSessions browsers;
    private final SessionStore sessions;

    public Endings(BrowserSessions browsers, SessionStore sessions) {
        this.browsers = browsers;
        this.sessions = sessions;
    }

    /**
     * Ends everything of an account.
     *
     * @param kept the id of the browser session that stays, or the empty text
     */
    public Future<Void> endAll(String account, String kept) {
        return browsers.endOthers(account, kept).compose(_ -> sessions.endAll(account));
    }
}
