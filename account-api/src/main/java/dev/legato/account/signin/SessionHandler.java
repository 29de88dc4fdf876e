package dev.legato.account.signin;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.session.RefreshToken;
import dev.legato.account.session.SessionClaims;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Presenter;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.account.signin.WorkNeededException.Work;
import dev.legato.account.token.AccessTokens;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.ProblemType;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers log-in, guest log-in, refresh and log-out. */
public final class SessionHandler {
    /** The header that carries the stamp which pays for an attempt. */
    static final String PAYMENT = "Legato-Proof";

    private static final String GUEST_NAME = "Guest";
    private static final int MAX_CHARACTERS = 128;

    private final AccountStore accounts;
    private final SessionStore sessions;
    private final SessionClaims claims;
    private final AccessTokens accessTokens;
    private final PasswordSignIn passwords;
    private final SecondFactors factors;
    private final PersonStore people;
    private final SignUpSettings signUp;
    private final LoginGate gate;
    private final LoginOrigins origins;
    private final RandomGenerator random;

    /** {@code {email, password}}. */
    record LogIn(@Nullable String email, @Nullable String password) {}

    /** {@code {ticket, code}}. */
    record SecondFactor(@Nullable String ticket, @Nullable String code) {}

    /** A problem with the ticket that a second factor goes with. */
    record TicketProblem(String type, String title, int status, String detail, String requestId, String ticket) {}

    /**
     * A problem with the work that pays for an attempt.
     *
     * @param stamp how the {@link Stamp} begins; random letters, a colon and a counter are to follow
     * @param bits zero bits that its SHA-256 must begin with
     */
    record WorkProblem(
            String type, String title, int status, String detail, String requestId, String stamp, int bits) {}

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
            SessionClaims claims,
            AccessTokens accessTokens,
            PasswordSignIn passwords,
            SecondFactors factors,
            PersonStore people,
            SignUpSettings signUp,
            LoginGate gate,
            LoginOrigins origins,
            RandomGenerator random) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.claims = claims;
        this.accessTokens = accessTokens;
        this.passwords = passwords;
        this.factors = factors;
        this.people = people;
        this.signUp = signUp;
        this.gate = gate;
        this.origins = origins;
        this.random = random;
    }

    public Reply logIn(Request request) {
        LogIn body = request.body(LogIn.class);
        EmailAddress email = Request.member("email", body.email(), EmailAddress::parse);
        Password password = Request.member("password", body.password(), Password::toCheck);
        Account account;
        try {
            account = passwords
                    .check(request, email, password, request.header(PAYMENT))
                    .orElseThrow(() -> refused(ProblemType.WRONG_CREDENTIALS, "E-mail or password is wrong."));
        } catch (WorkNeededException e) {
            return workNeeded(request, e.work());
        }
        requireVerified(account);
        return factors.of(account.id()).any()
                ? factorNeeded(request, factors.ticket(account.id()))
                : reply(sessions.open(account).await());
    }

    /** Goes on with a log-in by the code of an authenticator app or a recovery code. */
    public Reply secondFactor(Request request) {
        SecondFactor body = request.body(SecondFactor.class);
        String ticket = Request.member("ticket", body.ticket(), SessionHandler::bounded);
        String code = Request.member("code", body.code(), SessionHandler::bounded);
        Account account = factors.prove(ticket, code)
                .flatMap(proven -> accounts.find(proven.account()).await())
                .orElseThrow(() ->
                        refused(ProblemType.WRONG_CREDENTIALS, "The code is wrong, or the ticket no longer good."));
        return reply(sessions.open(account).await());
    }

    private static String bounded(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("length: %d (expected: <= %d)".formatted(text.length(), MAX_CHARACTERS));
        }
        return text;
    }

    /** 401 of its own type: the password was right, and a second factor is asked for. */
    private static Reply factorNeeded(Request request, String ticket) {
        ProblemType type = ProblemType.SECOND_FACTOR_NEEDED;
        return problem(
                        type.status(),
                        new TicketProblem(
                                type.uri(),
                                type.title(),
                                type.status(),
                                "Send the ticket with a code to /v1/sessions/second-factor.",
                                request.id(),
                                ticket))
                .header("WWW-Authenticate", "Bearer");
    }

    /** 429 that says what pays for an attempt nevertheless. */
    private static Reply workNeeded(Request request, Work work) {
        ProblemType type = ProblemType.TOO_MANY_REQUESTS;
        String stamp = "legato1:%d:%d:%s:".formatted(work.bits(), work.minute(), work.resource());
        return problem(
                        type.status(),
                        new WorkProblem(
                                type.uri(),
                                type.title(),
                                type.status(),
                                "Too many log-ins have failed; try again later, or send a stamp as %s."
                                        .formatted(PAYMENT),
                                request.id(),
                                stamp,
                                work.bits()))
                .header(
                        "Retry-After",
                        Long.toString(Math.max(
                                1, work.retryAfter().plusNanos(999_999_999).toSeconds())));
    }

    private static Reply problem(int status, Object body) {
        return new Reply(status, Map.of("Content-Type", "application/problem+json", "Cache-Control", "no-store"), body);
    }

    public Reply guest(Request request) {
        gate.guest(origins.network(request));
        return reply(sessions.openFor(new Account(ContentId.random(random), null, GUEST_NAME))
                .await());
    }

    public Reply refresh(Request request) {
        String text = request.body(Refresh.class).refreshToken();
        RefreshToken token = Request.member("refreshToken", text, RefreshToken::parse);
        Session session = sessions.refresh(token, Presenter.BEARER)
                .await()
                .orElseThrow(() -> refused(ProblemType.SESSION_ENDED, "This session has ended; log in again."));
        if (!session.account().guest()) {
            requireVerified(session.account());
        }
        return reply(session);
    }

    private void requireVerified(Account account) {
        if (signUp.verify()
                && !people.find(account.id()).await().map(Person::verified).orElse(false)) {
            throw Problem.forbidden("Confirm your address first, by the link in the letter that was sent to it.");
        }
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
                accessTokens.sign(claims.of(session)),
                session.refreshToken().value(),
                accessTokens.life().toSeconds(),
                "Bearer");
        return Reply.ok(body).header("Cache-Control", "no-store");
    }

    private static ProblemException refused(ProblemType type, String detail) {
        return new ProblemException(Problem.of(type, detail, null));
    }
}
