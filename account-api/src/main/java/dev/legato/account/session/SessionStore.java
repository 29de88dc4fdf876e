package dev.legato.account.session;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.token.Revocations;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.Revocation.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Sessions and their refresh tokens in PostgreSQL. Use it on virtual threads. */
public final class SessionStore {
    /** Instances' clocks differ by less. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final Pool pool;
    private final AccountStore accounts;
    private final Revocations revocations;
    private final RandomGenerator random;
    private final Clock clock;
    private final Duration idle;

    /**
     * An open session with its current refresh token.
     *
     * @param grant what an OAuth client was allowed; empty for a session of {@code POST /v1/sessions}
     * @param at an instant at which the session was locked. An access token that is issued as of then is older than whatever revokes it
     *     after the lock was released
     */
    public record Session(String id, Account account, RefreshToken refreshToken, Optional<Grant> grant, Instant at) {}

    /**
     * A session, asked for by one of its refresh tokens, used or not.
     *
     * @param current whether the token is the one to be used next
     */
    public record Holder(String id, String account, boolean current, Instant expiresAt, Optional<Grant> grant) {}

    /**
     * Who presents a refresh token: it is worth something to the client it was made for alone.
     *
     * @param client empty for {@code POST /v1/sessions/refresh}
     * @param keyThumbprint of the key it has proved to hold, RFC 9449
     */
    public record Presenter(Optional<String> client, Optional<String> keyThumbprint) {
        /** Nobody but the bearer, for sessions of {@code POST /v1/sessions}. */
        public static final Presenter BEARER = new Presenter(Optional.empty(), Optional.empty());

        private boolean owns(Optional<Grant> grant) {
            return client.equals(grant.map(Grant::client))
                    && grant.flatMap(Grant::keyThumbprint)
                            .map(bound -> keyThumbprint.filter(bound::equals).isPresent())
                            .orElse(true);
        }
    }

    public SessionStore(
            Pool pool,
            AccountStore accounts,
            Revocations revocations,
            RandomGenerator random,
            Clock clock,
            Duration idle) {
        this.pool = pool;
        this.accounts = accounts;
        this.revocations = revocations;
        this.random = random;
        this.clock = clock;
        this.idle = idle;
    }

    /** Opens a session for an account. */
    public Future<Session> open(Account account) {
        return pool.withTransaction(transaction -> open(transaction, account, Optional.empty()));
    }

    /** Opens a session for what a client was allowed, in a transaction under way. */
    public Future<Session> open(SqlConnection transaction, Account account, Grant grant) {
        return open(transaction, account, Optional.of(grant));
    }

    /** Makes a guest and opens a session for it. */
    public Future<Session> openFor(Account guest) {
        return pool.withTransaction(transaction ->
                accounts.addGuest(transaction, guest).compose(_ -> open(transaction, guest, Optional.empty())));
    }

    /**
     * Uses a refresh token.
     *
     * @return empty if the token is unknown, expired or another client's, or was used before, in which case its session has
     *     ended with it
     */
    public Future<Optional<Session>> refresh(RefreshToken token, Presenter presenter) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery("""
                        SELECT s.*, t.generation AS used FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
                          WHERE t.hash = $1 FOR UPDATE OF s""")
                .execute(Tuple.of(Buffer.buffer(token.hash())))
                .compose(rows -> rows.size() == 0
                                || !presenter.owns(grant(rows.iterator().next()))
                        ? Future.succeededFuture(Optional.empty())
                        : refresh(transaction, rows.iterator().next())));
    }

    /** Finds the session of a refresh token without using the token. */
    public Future<Optional<Holder>> holder(RefreshToken token) {
        return pool.preparedQuery("""
                        SELECT s.*, t.generation AS used FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
                          WHERE t.hash = $1 AND s.expires_at > $2""")
                .execute(Tuple.of(Buffer.buffer(token.hash()), time(clock.instant())))
                .map(rows -> rows.stream()
                        .map(row -> new Holder(
                                row.getString("id"),
                                row.getString("account_id"),
                                row.getInteger("used").equals(row.getInteger("generation")),
                                row.getOffsetDateTime("expires_at").toInstant(),
                                grant(row)))
                        .findFirst());
    }

    /** Whether a session is open. */
    public Future<Boolean> isOpen(String session) {
        return pool.preparedQuery("SELECT 1 FROM sessions WHERE id = $1 AND expires_at > $2")
                .execute(Tuple.of(session, time(clock.instant())))
                .map(rows -> rows.size() > 0);
    }

    /** Ends a session, which invalidates all its refresh tokens and revokes its access tokens. */
    public Future<Void> end(String session) {
        return pool.withTransaction(transaction -> end(transaction, session));
    }

    /** Ends all sessions that a client has of an account, and those that it could still open. */
    public Future<Void> endAll(String account, String client) {
        return pool.withTransaction(transaction -> UnusedCodes.remove(transaction, account, client)
                .compose(_ -> transaction
                        .preparedQuery("DELETE FROM sessions WHERE account_id = $1 AND client_id = $2 RETURNING id")
                        .execute(Tuple.of(account, client)))
                .compose(rows -> revokeAll(transaction, rows)));
    }

    private Future<Void> revokeAll(SqlConnection transaction, RowSet<Row> ended) {
        Future<Void> revoked = Future.succeededFuture();
        for (Row row : ended) {
            revoked = revoked.compose(_ -> revocations.revoke(transaction, Kind.SESSION, row.getString("id")));
        }
        return revoked;
    }

    /**
     * An open session as its owner sees it.
     *
     * @param client the OAuth client it is of; empty for one of {@code POST /v1/sessions}
     */
    public record Listed(String id, Optional<String> client, Instant lastUsedAt, Instant expiresAt) {}

    /** The open sessions of an account, the last used first; at most 100. */
    public Future<List<Listed>> list(String account) {
        return pool.preparedQuery("""
                        SELECT id, client_id, rotated_at, expires_at FROM sessions WHERE account_id = $1 AND expires_at > $2
                          ORDER BY rotated_at DESC, id LIMIT 100""")
                .execute(Tuple.of(account, time(clock.instant())))
                .map(rows -> rows.stream()
                        .map(row -> new Listed(
                                row.getString("id"),
                                Optional.ofNullable(row.getString("client_id")),
                                row.getOffsetDateTime("rotated_at").toInstant(),
                                row.getOffsetDateTime("expires_at").toInstant()))
                        .toList());
    }

    /** Ends one session of an account and revokes its access tokens; false if it has none of this id. */
    public Future<Boolean> end(String account, String session) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery("DELETE FROM sessions WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(account, session))
                .compose(rows -> rows.rowCount() == 0
                        ? Future.succeededFuture(false)
                        : revocations.revoke(transaction, Kind.SESSION, session).map(true)));
    }

    /** Ends all sessions of an account, those that clients could still open, and revokes every access token it has. */
    public Future<Void> endAll(String account) {
        return pool.withTransaction(transaction -> endAll(transaction, account));
    }

    /**
     * The same in a transaction under way. Sessions that are being refreshed are waited for; what was issued for them is older than
     * the revocation, and where another instance's clock is ahead, it is revoked with its session.
     */
    public Future<Void> endAll(SqlConnection transaction, String account) {
        return UnusedCodes.remove(transaction, account)
                .compose(_ -> transaction
                        .preparedQuery("DELETE FROM sessions WHERE account_id = $1 RETURNING id, rotated_at")
                        .execute(Tuple.of(account)))
                .compose(ended -> {
                    OffsetDateTime recent = time(clock.instant().minus(CLOCKS));
                    Future<Void> revoked = revocations.revoke(transaction, Kind.ACCOUNT, account);
                    for (Row row : ended) {
                        if (row.getOffsetDateTime("rotated_at").isAfter(recent)) {
                            revoked = revoked.compose(
                                    _ -> revocations.revoke(transaction, Kind.SESSION, row.getString("id")));
                        }
                    }
                    return revoked;
                });
    }

    /** Waits until no session of an account is being refreshed; whatever is refreshed afterwards finds the account as it is then. */
    public static Future<Void> lockAll(SqlClient transaction, String account) {
        return transaction
                .preparedQuery("SELECT FROM sessions WHERE account_id = $1 FOR UPDATE")
                .execute(Tuple.of(account))
                .mapEmpty();
    }

    /**
     * Ends, in a transaction under way, the sessions that came of sign-ins at other providers, and the codes for more.
     *
     * @param ssoSessions the ids of these sign-ins, whose rows go as well
     */
    public Future<Void> endElsewhere(SqlConnection transaction, String[] ssoSessions) {
        Tuple ids = Tuple.of(ssoSessions);
        // Codes first: their removal waits for an exchange under way, whose session is found then.
        return UnusedCodes.removeElsewhere(transaction, ssoSessions)
                .compose(_ -> transaction
                        .preparedQuery("SELECT FROM sso_sessions WHERE id = ANY($1) FOR UPDATE")
                        .execute(ids))
                .compose(_ -> transaction
                        .preparedQuery("DELETE FROM sessions WHERE sso_session_id = ANY($1) RETURNING id")
                        .execute(ids))
                .compose(rows -> revokeAll(transaction, rows))
                .compose(_ -> transaction
                        .preparedQuery("DELETE FROM sso_sessions WHERE id = ANY($1)")
                        .execute(ids))
                .mapEmpty();
    }

    /** Removes up to {@code most} refresh tokens of sessions that have expired; a session may have thousands. */
    public Future<Integer> removeExpiredTokens(int most) {
        return pool.preparedQuery("""
                        DELETE FROM refresh_tokens WHERE hash IN (
                          SELECT hash FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
                            WHERE s.expires_at < $1 LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(rows -> rows.rowCount());
    }

    /** Removes up to {@code most} sessions, with what tokens they have left. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("""
                        DELETE FROM sessions WHERE expires_at < $1
                          AND id IN (SELECT id FROM sessions WHERE expires_at < $1 LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(rows -> rows.rowCount());
    }

    private Future<Optional<Session>> refresh(SqlConnection transaction, Row row) {
        Instant now = clock.instant();
        String id = row.getString("id");
        int generation = row.getInteger("generation");
        if (row.getOffsetDateTime("expires_at").toInstant().isBefore(now)) {
            return end(transaction, id).map(Optional.empty());
        }
        Instant rotated = row.getOffsetDateTime("rotated_at").toInstant();
        return switch (RefreshToken.judge(row.getInteger("used"), generation, rotated, now)) {
            case REUSED -> end(transaction, id).map(Optional.empty());
            case REPEAT -> give(transaction, row, generation, now);
            case ROTATE ->
                rotate(transaction, id, generation + 1, now).compose(_ -> give(transaction, row, generation + 1, now));
        };
    }

    private Future<Void> rotate(SqlConnection transaction, String session, int generation, Instant now) {
        return transaction
                .preparedQuery("""
                        UPDATE sessions SET generation = $2, rotated_at = $3, expires_at =
                            least($4, (SELECT expires_at FROM sso_sessions WHERE id = sessions.sso_session_id))
                          WHERE id = $1""")
                .execute(Tuple.of(session, generation, time(now), time(now.plus(idle))))
                .compose(_ -> transaction
                        .preparedQuery("DELETE FROM refresh_tokens WHERE session_id = $1 AND issued_at < $2")
                        .execute(Tuple.of(session, time(now.minus(idle)))))
                .mapEmpty();
    }

    private Future<Optional<Session>> give(SqlConnection transaction, Row row, int generation, Instant at) {
        String session = row.getString("id");
        return accounts.find(transaction, row.getString("account_id"))
                .compose(found -> add(transaction, session, generation)
                        .map(token -> found.map(listener -> new Session(session, listener, token, grant(row), at))));
    }

    private Future<Session> open(SqlConnection transaction, Account account, Optional<Grant> grant) {
        String id = ContentId.random(random);
        Instant now = clock.instant();
        return transaction
                .preparedQuery("""
                        INSERT INTO sessions (id, account_id, generation, rotated_at, expires_at,
                            client_id, scopes, authenticated_at, methods, key_thumbprint, sso_session_id)
                          VALUES ($1, $2, 0, $3, least($4, (SELECT expires_at FROM sso_sessions WHERE id = $10)),
                            $5, $6, $7, $8, $9, $10)""")
                .execute(Tuple.tuple()
                        .addString(id)
                        .addString(account.id())
                        .addOffsetDateTime(time(now))
                        .addOffsetDateTime(time(now.plus(idle)))
                        .addString(grant.map(Grant::client).orElse(null))
                        .addArrayOfString(
                                grant.map(given -> strings(given.scopes())).orElse(null))
                        .addOffsetDateTime(grant.map(given -> time(given.authenticatedAt()))
                                .orElse(null))
                        .addArrayOfString(
                                grant.map(given -> strings(given.methods())).orElse(null))
                        .addString(grant.flatMap(Grant::keyThumbprint).orElse(null))
                        .addString(grant.flatMap(Grant::ssoSession).orElse(null)))
                // Roles may have changed since the account was read, while its password was checked.
                .compose(_ -> accounts.find(transaction, account.id()))
                .compose(current -> add(transaction, id, 0)
                        .map(token -> new Session(id, current.orElse(account), token, grant, clock.instant())));
    }

    private Future<RefreshToken> add(SqlConnection transaction, String session, int generation) {
        RefreshToken token = RefreshToken.create(random);
        return transaction
                .preparedQuery("INSERT INTO refresh_tokens (hash, session_id, generation, issued_at)"
                        + " VALUES ($1, $2, $3, $4)")
                .execute(Tuple.of(Buffer.buffer(token.hash()), session, generation, time(clock.instant())))
                .map(token);
    }

    /** Ends a session within a transaction. A guest keeps the time, since its access token outlives the session. */
    public Future<Void> end(SqlClient client, String session) {
        return client.preparedQuery("""
                        WITH ended AS (DELETE FROM sessions WHERE id = $1 RETURNING account_id)
                        UPDATE accounts SET logged_out_at = $2
                          WHERE email_lookup IS NULL AND id IN (SELECT account_id FROM ended)""")
                .execute(Tuple.of(session, time(clock.instant())))
                .compose(_ -> revocations.revoke(client, Kind.SESSION, session));
    }

    private static Optional<Grant> grant(Row row) {
        return Optional.ofNullable(row.getString("client_id"))
                .map(client -> new Grant(
                        client,
                        Set.of(row.getArrayOfStrings("scopes")),
                        row.getOffsetDateTime("authenticated_at").toInstant(),
                        Set.of(row.getArrayOfStrings("methods")),
                        Optional.ofNullable(row.getString("key_thumbprint")),
                        Optional.ofNullable(row.getString("sso_session_id"))));
    }

    private static String[] strings(Set<String> values) {
        return values.toArray(String[]::new);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
