package dev.legato.account.oauth.endpoint;

import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.session.SessionStore;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;

/** Answers {@code userinfo}, OpenID Connect Core §5.3: what the token's scopes allow to know of its listener. */
public final class UserInfoHandler {
    private final AccountStore accounts;
    private final SessionStore sessions;

    UserInfoHandler(AccountStore accounts, SessionStore sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    public Reply userInfo(Request request) {
        Caller caller = request.caller();
        Account account = accounts.find(caller.account())
                .await()
                .orElseThrow(() -> Problem.unauthorized("The account this token was made for is gone."));
        if (caller.session() != null && !sessions.isOpen(caller.session()).await()) {
            throw Problem.unauthorized("The session of this token has ended.");
        }
        UserInfo info = new UserInfo(new Subject(account.id()));
        if (caller.scopes().contains("profile")) {
            info.setName(account.name());
        }
        if (caller.scopes().contains("email") && account.email() != null) {
            info.setEmailAddress(account.email().value());
        }
        return Reply.ok(info.toJSONObject()).header("Cache-Control", "no-store");
    }
}
