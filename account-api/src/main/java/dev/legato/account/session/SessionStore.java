package dev.legato.account.session;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.contracts.ContentId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Sessions and their refresh tokens in PostgreSQL. Use it on virtual threads. */
public final class SessionStore {
    private final Pool pool;
    private final AccountStore accounts;
    private final RandomGenerator random;
    private final Clock clock;
    private final Duration idle;

    /** An open session with its current refresh token. */
    public record Session(String id, Account account, RefreshToken refreshToken) {}

    public SessionStore(Pool pool, AccountStore accounts, RandomGenerator random, Clock clock, Duration idle) {
        this.pool = pool;
        this.accounts = accounts;
        this.random = random;
        this.clock = clock;
        this.idle = idle;
    }

    /** Opens a session for an account. */
    public Future<Session> open(Account account) {
        return pool.withTransaction(transaction -> open(transaction, account));
    }

    /** Makes a guest and opens a session for it. */
    public Future<Session> openFor(Account guest) {
        return pool.withTransaction(
                transaction -> accounts.addGuest(transaction, guest).compose(_ -> open(transaction, guest)));
    }

    /**
     * Uses a refresh token.
     *
     * @return empty if the token is unknown or expired, or was used before, in which case its session has ended with it
     */
    public Future<Optional<Session>> refresh(RefreshToken token) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery("""
                        SELECT s.id, s.account_id, s.generation, s.rotated_at, s.expires_at, t.generation AS used
                          FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
                          WHERE t.hash = $1 FOR UPDATE OF s""")
                .execute(Tuple.of(Buffer.buffer(token.hash())))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : refresh(transaction, rows.iterator().next())));
    }

    /** Ends a session, which invalidates all its refresh tokens. */
    public Future<Void> end(String session) {
        return end(pool, session);
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
            case REPEAT -> give(transaction, id, generation, row.getString("account_id"));
            case ROTATE ->
                rotate(transaction, id, generation + 1, now)
                        .compose(_ -> give(transaction, id, generation + 1, row.getString("account_id")));
        };
    }

    private Future<Void> rotate(SqlConnection transaction, String session, int generation, Instant now) {
        return transaction
                .preparedQuery("UPDATE sessions SET generation = $2, rotated_at = $3, expires_at = $4 WHERE id = $1")
                .execute(Tuple.of(session, generation, time(now), time(now.plus(idle))))
                .compose(_ -> transaction
                        .preparedQuery("DELETE FROM refresh_tokens WHERE session_id = $1 AND issued_at < $2")
                        .execute(Tuple.of(session, time(now.minus(idle)))))
                .mapEmpty();
    }

    private Future<Optional<Session>> give(SqlConnection transaction, String session, int generation, String account) {
        return accounts.find(transaction, account).compose(found -> add(transaction, session, generation)
                .map(token -> found.map(listener -> new Session(session, listener, token))));
    }

    private Future<Session> open(SqlConnection transaction, Account account) {
        String id = ContentId.random(random);
        Instant now = clock.instant();
        return transaction
                .preparedQuery("INSERT INTO sessions (id, account_id, generation, rotated_at, expires_at)"
                        + " VALUES ($1, $2, 0, $3, $4)")
                .execute(Tuple.of(id, account.id(), time(now), time(now.plus(idle))))
                .compose(_ -> add(transaction, id, 0))
                .map(token -> new Session(id, account, token));
    }

    private Future<RefreshToken> add(SqlConnection transaction, String session, int generation) {
        RefreshToken token = RefreshToken.create(random);
        return transaction
                .preparedQuery("INSERT INTO refresh_tokens (hash, session_id, generation, issued_at)"
                        + " VALUES ($1, $2, $3, $4)")
                .execute(Tuple.of(Buffer.buffer(token.hash()), session, generation, time(clock.instant())))
                .map(token);
    }

    /** A guest that logs out keeps the time, since its access token outlives the session. */
    private Future<Void> end(SqlClient client, String session) {
        return client.preparedQuery("""
                        WITH ended AS (DELETE FROM sessions WHERE id = $1 RETURNING account_id)
                        UPDATE accounts SET logged_out_at = $2
                          WHERE email_lookup IS NULL AND id IN (SELECT account_id FROM ended)""")
                .execute(Tuple.of(session, time(clock.instant())))
                .mapEmpty();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
