package dev.legato.account.oauth.grant;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import dev.legato.account.person.AccountStore;
import dev.legato.account.session.Grant;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Authorization codes, each good for one exchange. A used one is kept for {@link #REMEMBERED}, so that its replay ends the
 * session that it was exchanged for (RFC 6749 §4.1.2).
 */
public final class CodeStore {
    /** How long a client may take to exchange a code. */
    public static final Duration LIFE = Duration.ofSeconds(60);

    /** How long a replay is noticed. */
    static final Duration REMEMBERED = Duration.ofHours(1);

    private final Pool pool;
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final RandomGenerator random;
    private final Clock clock;

    /** What came of an exchange. */
    public sealed interface Outcome {
        /** The session that the code was good for. */
        record Opened(Session session, Optional<String> nonce) implements Outcome {}

        /** The code was used before; its session, if it was still open, has ended. */
        record Replayed(String session) implements Outcome {}

        /** The code is unknown or expired, or was not made for this exchange. */
        record Refused() implements Outcome {}
    }

    public CodeStore(Pool pool, AccountStore accounts, SessionStore sessions, RandomGenerator random, Clock clock) {
        this.pool = pool;
        this.accounts = accounts;
        this.sessions = sessions;
        this.random = random;
        this.clock = clock;
    }

    /** Makes a code. */
    public Future<SecretToken> create(Approval approval) {
        SecretToken code = SecretToken.create(random);
        Grant grant = approval.grant();
        return pool.preparedQuery("""
                        INSERT INTO oauth_codes (hash, client_id, account_id, redirect_uri, scopes, challenge, nonce,
                            authenticated_at, methods, key_thumbprint, expires_at, sso_session_id)
                          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""")
                .execute(Tuple.tuple()
                        .addBuffer(code.hash())
                        .addString(grant.client())
                        .addString(approval.account())
                        .addString(approval.redirectUri().toString())
                        .addArrayOfString(Rows.strings(grant.scopes()))
                        .addString(approval.challenge().getValue())
                        .addString(approval.nonce().orElse(null))
                        .addOffsetDateTime(Rows.time(grant.authenticatedAt()))
                        .addArrayOfString(Rows.strings(grant.methods()))
                        .addString(grant.keyThumbprint().orElse(null))
                        .addOffsetDateTime(Rows.time(clock.instant().plus(LIFE)))
                        .addString(grant.ssoSession().orElse(null)))
                .map(code);
    }

    /**
     * Exchanges a code for a session, or ends the session of a code that was used before.
     *
     * @param client who presents it; a code that another client's presents stays good for its owner
     * @param fits whether the exchange is the one that the code was made for
     * @param keyThumbprint of the key the client has proved to hold, to which the session is bound
     */
    public Future<Outcome> exchange(
            String code, String client, Predicate<Approval> fits, Optional<String> keyThumbprint) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery("SELECT * FROM oauth_codes WHERE hash = $1 AND client_id = $2 FOR UPDATE")
                .execute(Tuple.of(SecretToken.hash(code), client))
                .compose(rows -> Rows.first(rows)
                        .map(row -> exchange(transaction, row, fits, keyThumbprint))
                        .orElseGet(() -> Future.succeededFuture(new Outcome.Refused()))));
    }

    /** Removes up to {@code most} whose replay need not be noticed any more. */
    public Future<Integer> removeExpired(int most) {
        return Rows.removeBefore(
                pool, "oauth_codes", "hash", "expires_at", clock.instant().minus(REMEMBERED), most);
    }

    private Future<Outcome> exchange(
            SqlConnection transaction, Row row, Predicate<Approval> fits, Optional<String> keyThumbprint) {
        String before = row.getString("session_id");
        if (before != null) {
            return sessions.end(transaction, before).map(new Outcome.Replayed(before));
        }
        Approval approval = approval(row);
        if (Rows.instant(row, "expires_at").isBefore(clock.instant()) || !fits.test(approval)) {
            return Future.succeededFuture(new Outcome.Refused());
        }
        Grant bound = approval.grant().boundTo(keyThumbprint);
        return accounts.find(transaction, approval.account())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Refused())
                        : sessions.open(transaction, found.get(), bound)
                                .compose(session -> use(transaction, row, session)
                                        .map(new Outcome.Opened(session, approval.nonce()))));
    }

    private static Future<Void> use(SqlConnection transaction, Row row, Session session) {
        return transaction
                .preparedQuery("UPDATE oauth_codes SET session_id = $2 WHERE hash = $1")
                .execute(Tuple.of(row.getBuffer("hash"), session.id()))
                .mapEmpty();
    }

    private static Approval approval(Row row) {
        Instant authenticated = Rows.instant(row, "authenticated_at");
        try {
            return new Approval(
                    row.getString("account_id"),
                    new Grant(
                            row.getString("client_id"),
                            Rows.set(row, "scopes"),
                            authenticated,
                            Rows.set(row, "methods"),
                            Optional.ofNullable(row.getString("key_thumbprint")),
                            Optional.ofNullable(row.getString("sso_session_id"))),
                    URI.create(row.getString("redirect_uri")),
                    CodeChallenge.parse(row.getString("challenge")),
                    Optional.ofNullable(row.getString("nonce")));
        } catch (ParseException e) {
            throw new IllegalStateException("a stored challenge is none", e);
        }
    }
}
