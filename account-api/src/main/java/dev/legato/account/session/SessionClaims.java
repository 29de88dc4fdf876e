package dev.legato.account.session;

import dev.legato.account.device.SessionStanding;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.account.token.TokenClaims;

/** What the tokens of a session say: its account, plan, device and profile. Use it on virtual threads. */
public final class SessionClaims {
    private final SessionStanding standings;

    public SessionClaims(SessionStanding standings) {
        this.standings = standings;
    }

    /** The claims of a session's next token; its device counts as seen. */
    public TokenClaims of(Session session) {
        return TokenClaims.ofSession(session.account(), session.id())
                .standingFor(standings.of(session.account().id(), session.id()))
                .issuedAt(session.at());
    }
}
