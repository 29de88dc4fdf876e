package dev.legato.account.signin;

import dev.legato.account.page.BrowserCookie;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Browsers in which a person is signed in, in PostgreSQL. A session lasts {@link #IDLE} after its last use and at most
 * {@link #LONGEST}. Each sign-in gives the browser a new cookie, so that one known before it is worth nothing. Use it on
 * virtual threads.
 */
public final class BrowserSessions {
    /** How long a session that nobody uses lasts. */
    public static final Duration IDLE = Duration.ofDays(14);

    /** How long a session lasts however it is used. */
    public static final Duration LONGEST = Duration.ofDays(90);

    /** The uses of a session are noted this coarsely. */
    private static final Duration NOTED = Duration.ofMinutes(5);

    private static final int MAX_AGENT_CHARACTERS = 200;

    /** What stands for another provider's methods, which need not be those of RFC 8176. */
    private static final Set<String> ELSEWHERE = Set.of("sso");

    private final Pool pool;
    private final AccountStore accounts;
    private final BrowserCookie cookie;
    private final RandomGenerator random;
    private final Clock clock;

    /**
     * A session as its owner sees it.
     *
     * @param agent what the browser calls itself
     */
    public record BrowserSession(
            String id, String agent, Set<String> methods, Instant authenticatedAt, Instant lastSeenAt) {
        public BrowserSession {
            methods = Set.copyOf(methods);
        }
    }

    public BrowserSessions(
            Pool pool, AccountStore accounts, BrowserCookie cookie, RandomGenerator random, Clock clock) {
        this.pool = pool;
        this.accounts = accounts;
        this.cookie = cookie;
        this.random = random;
        this.clock = clock;
    }

    /** Who is signed in in the browser that sends a request. */
    public Optional<SignedIn> find(Request request) {
        return cookie.of(request).flatMap(value -> find(value).await());
    }

    /**
     * Signs a person in: the reply sets a new cookie, and the session of the old one, if any, ends.
     *
     * @param methods how the person proved who it is, as RFC 8176 names them
     */
    public Reply open(Request request, Account account, Set<String> methods, Reply reply) {
        return open(request, account, methods, clock.instant(), null, reply);
    }

    /**
     * Signs a person in who proved elsewhere who it is. The session ends with that sign-in.
     *
     * @param authenticatedAt when the person last did
     * @param ssoSession the id of the sign-in, in {@code sso_sessions}
     */
    public Reply openElsewhere(
            Request request, Account account, Instant authenticatedAt, String ssoSession, Reply reply) {
        return open(request, account, ELSEWHERE, authenticatedAt, ssoSession, reply);
    }

    private Reply open(
            Request request,
            Account account,
            Set<String> methods,
            Instant authenticatedAt,
            @Nullable String ssoSession,
            Reply reply) {
        String value = cookie.create();
        Instant now = clock.instant();
        cookie.of(request).ifPresent(old -> end(old).await());
        var _ = pool.preparedQuery("""
                        INSERT INTO browser_sessions
                          (id, hash, account_id, methods, authenticated_at, agent, last_seen_at, expires_at,
                            sso_session_id)
                          VALUES ($1, $2, $3, $4, $5, $6, $7,
                            least($8, (SELECT expires_at FROM sso_sessions WHERE id = $9)), $9)""")
                .execute(Tuple.from(Arrays.asList(
                        ContentId.random(random),
                        hash(value),
                        account.id(),
                        String.join(" ", new TreeSet<>(methods)),
                        time(authenticatedAt),
                        agent(request),
                        time(now),
                        time(now.plus(IDLE)),
                        ssoSession)))
                .await();
        return cookie.set(reply, value);
    }

    /** Signs the browser that sends a request out: its session ends and its cookie goes. */
    public Reply close(Request request, Reply reply) {
        cookie.of(request).ifPresent(value -> end(value).await());
        return cookie.clear(reply);
    }

    /** The sessions of an account, the last used first; at most 100. */
    public Future<List<BrowserSession>> list(String account) {
        return pool.preparedQuery("""
                        SELECT * FROM browser_sessions WHERE account_id = $1 AND expires_at > $2
                          ORDER BY last_seen_at DESC, id LIMIT 100""")
                .execute(Tuple.of(account, time(clock.instant())))
                .map(rows -> rows.stream().map(BrowserSessions::session).toList());
    }

    /** Ends one session of an account; false if it has none of this id. */
    public Future<Boolean> end(String account, String id) {
        return pool.preparedQuery("DELETE FROM browser_sessions WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(account, id))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * Ends all sessions of an account but one.
     *
     * @param kept the id of the one, or the empty text
     */
    public Future<Void> endOthers(String account, String kept) {
        return pool.preparedQuery("DELETE FROM browser_sessions WHERE account_id = $1 AND id <> $2")
                .execute(Tuple.of(account, kept))
                .mapEmpty();
    }

    /** Removes up to {@code most} that have expired. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("""
                        DELETE FROM browser_sessions WHERE id IN (
                          SELECT id FROM browser_sessions WHERE expires_at < $1 LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(rows -> rows.rowCount());
    }

    private Future<Optional<SignedIn>> find(String value) {
        Instant now = clock.instant();
        return pool.preparedQuery("SELECT * FROM browser_sessions WHERE hash = $1 AND expires_at > $2")
                .execute(Tuple.of(hash(value), time(now)))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : signedIn(rows.iterator().next(), now));
    }

    private Future<Optional<SignedIn>> signedIn(Row row, Instant now) {
        BrowserSession session = session(row);
        Future<Void> noted =
                session.lastSeenAt().plus(NOTED).isAfter(now) ? Future.succeededFuture() : note(session, now);
        return noted.compose(_ -> accounts.find(row.getString("account_id")))
                .map(account -> account.map(person -> new SignedIn(
                        session.id(),
                        person,
                        session.authenticatedAt(),
                        session.methods(),
                        Optional.ofNullable(row.getString("sso_session_id")))));
    }

    private Future<Void> note(BrowserSession session, Instant now) {
        Instant last = session.authenticatedAt().plus(LONGEST);
        Instant idle = now.plus(IDLE);
        return pool.preparedQuery("""
                        UPDATE browser_sessions SET last_seen_at = $2, expires_at =
                            least($3, (SELECT expires_at FROM sso_sessions WHERE id = browser_sessions.sso_session_id))
                          WHERE id = $1""")
                .execute(Tuple.of(session.id(), time(now), time(idle.isBefore(last) ? idle : last)))
                .mapEmpty();
    }

    private Future<Void> end(String value) {
        return pool.preparedQuery("DELETE FROM browser_sessions WHERE hash = $1")
                .execute(Tuple.of(hash(value)))
                .mapEmpty();
    }

    private static BrowserSession session(Row row) {
        return new BrowserSession(
                row.getString("id"),
                row.getString("agent"),
                Set.of(row.getString("methods").split(" ", -1)),
                row.getOffsetDateTime("authenticated_at").toInstant(),
                row.getOffsetDateTime("last_seen_at").toInstant());
    }

    private static String agent(Request request) {
        String agent = request.header("User-Agent").orElse("").replaceAll("\\p{Cntrl}", "");
        return agent.substring(0, Math.min(agent.length(), MAX_AGENT_CHARACTERS));
    }

    private static Buffer hash(String value) {
        return Buffer.buffer(Sha256.of(value.getBytes(StandardCharsets.US_ASCII)));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
