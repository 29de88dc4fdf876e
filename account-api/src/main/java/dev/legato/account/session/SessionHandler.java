package dev.legato.account.session;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AccountStore.Credentials;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.account.signin.LoginGate;
import dev.legato.account.signin.LoginGate.Attempt;
import dev.legato.account.signin.LoginOrigins;
import dev.legato.account.token.AccessTokens;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.ProblemType;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers log-in, guest log-in, refresh and log-out. */
public final class SessionHandler {
    private static final String GUEST_NAME = "Guest";

    private final AccountStore accounts;
    private final SessionStore sessions;
    private final AccessTokens accessTokens;
    private final PasswordHasher hasher;
    private final LoginGate gate;
    private final LoginOrigins origins;
    private final RandomGenerator random;

    /** {@code {email, password}}. */
    record LogIn(@Nullable String email, @Nullable String password) {}

    /** {@code {refreshToken}}. */
    record Refresh(@Nullable String refreshToken) {}

    /**
     * {@code {accessToken, refreshToken, expiresIn, tokenType}}.
     *
     * @param expiresIn seconds for which the access token is valid
     */
    record SessionReply(String accessToken, String refreshToken, long expiresIn, String tokenType) {}

    public SessionHandler(
            AccountStore accounts,
            SessionStore sessions,
            AccessTokens accessTokens,
            PasswordHasher hasher,
            LoginGate gate,
            LoginOrigins origins,
            RandomGenerator random) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.hasher = hasher;
        this.gate = gate;
        this.origins = origins;
        this.random = random;
    }

    public Reply logIn(Request request) {
        LogIn body = request.body(LogIn.class);
        EmailAddress email = Request.member("email", body.email(), EmailAddress::parse);
        Password password = Request.member("password", body.password(), Password::toCheck);
        Optional<Credentials> credentials = accounts.credentials(email).await();
        Account account = credentials.map(Credentials::account).orElse(null);
        Attempt attempt = gate.logIn(email, origins.of(request, account));
        boolean failed = false;
        try {
            boolean right = hasher.matches(
                            password,
                            credentials.map(Credentials::passwordHash).orElse(null),
                            origins.network(request).orElse(""))
                    .await();
            if (!right || account == null) {
                failed = true;
                throw refused(ProblemType.WRONG_CREDENTIALS, "E-mail or password is wrong.");
            }
            origins.remember(account, request);
            return reply(sessions.open(account).await());
        } finally {
            if (!failed) {
                gate.takeBack(attempt);
            }
        }
    }

    public Reply guest(Request request) {
        gate.guest(origins.network(request));
        return reply(sessions.openFor(new Account(ContentId.random(random), null, GUEST_NAME))
                .await());
    }

    public Reply refresh(Request request) {
        String text = request.body(Refresh.class).refreshToken();
        RefreshToken token = Request.member("refreshToken", text, RefreshToken::parse);
        return reply(sessions.refresh(token)
                .await()
                .orElseThrow(() -> refused(ProblemType.SESSION_ENDED, "This session has ended; log in again.")));
    }

    public Reply logOut(Request request) {
        String session = request.caller().session();
        if (session == null) {
            throw Problem.notFound("This token belongs to no session.");
        }
        sessions.end(session).await();
        return Reply.noContent();
    }

    private Reply reply(Session session) {
        SessionReply body = new SessionReply(
                accessTokens.forSession(session.account(), session.id()),
                session.refreshToken().value(),
                accessTokens.life().toSeconds(),
                "Bearer");
        return Reply.ok(body).header("Cache-Control", "no-store");
    }

    private static ProblemException refused(ProblemType type, String detail) {
        return new ProblemException(Problem.of(type, detail, null));
    }
}
