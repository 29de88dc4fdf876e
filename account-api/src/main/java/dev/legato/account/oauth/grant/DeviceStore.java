package dev.legato.account.oauth.grant;

import dev.legato.account.person.AccountStore;
import dev.legato.account.session.Grant;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Devices that wait until a listener lets them in elsewhere, RFC 8628. A listener who has entered {@link #MAX_GUESSES} wrong
 * codes waits for {@link #GUESS_WINDOW}: of 20⁸ codes, nobody finds one by guessing.
 */
public final class DeviceStore {
    /** How long a code is good. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    /** The interval between polls, at first. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /** What a poll that comes too early adds to it, RFC 8628 §3.5. */
    static final Duration SLOW_DOWN = Duration.ofSeconds(5);

    /** How many wrong codes an account may enter in a window. */
    public static final int MAX_GUESSES = 10;

    static final Duration GUESS_WINDOW = Duration.ofMinutes(10);

    private final Pool pool;
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final RandomGenerator random;
    private final Clock clock;

    /** The two codes of a device: its own secret and the one it shows. */
    public record Codes(SecretToken device, UserCode user) {}

    /** A device that waits. */
    public record Waiting(String client, Set<String> scopes) {
        public Waiting {
            scopes = Set.copyOf(scopes);
        }
    }

    /** What a poll finds. */
    public sealed interface Poll {
        /** The session that the listener has allowed. */
        record Allowed(Session session) implements Poll {}

        /** The listener has not decided yet. */
        record Pending() implements Poll {}

        /** The device polls too often; its interval is longer from now on. */
        record TooSoon() implements Poll {}

        /** The listener said no. */
        record Denied() implements Poll {}

        /** The code is unknown, expired, used or another client's. */
        record Gone() implements Poll {}
    }

    public DeviceStore(Pool pool, AccountStore accounts, SessionStore sessions, RandomGenerator random, Clock clock) {
        this.pool = pool;
        this.accounts = accounts;
        this.sessions = sessions;
        this.random = random;
        this.clock = clock;
    }

    public Future<Codes> create(String client, Set<String> scopes) {
        Codes codes = new Codes(SecretToken.create(random), UserCode.create(random));
        return pool.preparedQuery("""
                        INSERT INTO oauth_device_codes (hash, user_code_hash, client_id, scopes, poll_interval, expires_at)
                          VALUES ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(
                        codes.device().hash(),
                        SecretToken.hash(codes.user().value()),
                        client,
                        Rows.strings(scopes),
                        (int) INTERVAL.toSeconds(),
                        now().plus(LIFE)))
                .map(codes);
    }

    /** Finds the device that shows a code and still waits. */
    public Future<Optional<Waiting>> find(UserCode code) {
        return pool.preparedQuery("""
                        SELECT client_id, scopes FROM oauth_device_codes
                          WHERE user_code_hash = $1 AND expires_at > $2 AND approved IS NULL""")
                .execute(Tuple.of(SecretToken.hash(code.value()), now()))
                .map(rows ->
                        Rows.first(rows).map(row -> new Waiting(row.getString("client_id"), Rows.set(row, "scopes"))));
    }

    /**
     * Lets the device in.
     *
     * @param ssoSession the sign-in at another provider that its session ends with, if there is one
     * @return false if it waits no more
     */
    public Future<Boolean> approve(
            UserCode code, String account, Instant authenticatedAt, Set<String> methods, Optional<String> ssoSession) {
        return decide(Tuple.tuple()
                .addBuffer(SecretToken.hash(code.value()))
                .addOffsetDateTime(now())
                .addBoolean(true)
                .addString(account)
                .addOffsetDateTime(Rows.time(authenticatedAt))
                .addArrayOfString(Rows.strings(methods))
                .addString(ssoSession.orElse(null)));
    }

    /** Turns the device away. */
    public Future<Boolean> deny(UserCode code, String account) {
        return decide(Tuple.tuple()
                .addBuffer(SecretToken.hash(code.value()))
                .addOffsetDateTime(now())
                .addBoolean(false)
                .addString(account)
                .addOffsetDateTime(null)
                .addArrayOfString(null)
                .addString(null));
    }

    /** Answers a device's poll; the first after the listener's yes opens its session. */
    public Future<Poll> poll(String deviceCode, String client, Optional<String> keyThumbprint) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery("""
                        SELECT * FROM oauth_device_codes WHERE hash = $1 AND client_id = $2 AND expires_at > $3
                          FOR UPDATE""")
                .execute(Tuple.of(SecretToken.hash(deviceCode), client, now()))
                .compose(rows -> Rows.first(rows)
                        .map(row -> poll(transaction, row, keyThumbprint))
                        .orElseGet(() -> Future.succeededFuture(new Poll.Gone()))));
    }

    /**
     * Counts a code that an account enters, before it is looked up, so that codes entered at the same time cannot slip past
     * the limit together.
     *
     * @return whether the account may enter it
     */
    public Future<Boolean> tryGuess(String account) {
        return pool.preparedQuery("""
                        INSERT INTO oauth_device_guesses AS old (account_id, wrong, since) VALUES ($1, 1, $2)
                          ON CONFLICT (account_id) DO UPDATE SET
                            wrong = CASE WHEN old.since < $3 THEN 1 ELSE old.wrong + 1 END,
                            since = CASE WHEN old.since < $3 THEN $2 ELSE old.since END
                          RETURNING wrong""")
                .execute(Tuple.of(account, now(), now().minus(GUESS_WINDOW)))
                .map(rows -> rows.iterator().next().getInteger("wrong") <= MAX_GUESSES);
    }

    /** Uncounts a code that was right. */
    public Future<Void> guessedRight(String account) {
        return pool.preparedQuery(
                        "UPDATE oauth_device_guesses SET wrong = wrong - 1 WHERE account_id = $1 AND wrong > 0")
                .execute(Tuple.of(account))
                .mapEmpty();
    }

    /** Removes up to {@code most} codes that have expired. */
    public Future<Integer> removeExpired(int most) {
        return Rows.removeBefore(pool, "oauth_device_codes", "hash", "expires_at", clock.instant(), most);
    }

    /** Removes up to {@code most} counts of past windows. */
    public Future<Integer> removeGuesses(int most) {
        return Rows.removeBefore(
                pool,
                "oauth_device_guesses",
                "account_id",
                "since",
                clock.instant().minus(GUESS_WINDOW),
                most);
    }

    private Future<Boolean> decide(Tuple values) {
        return pool.preparedQuery("""
                        UPDATE oauth_device_codes
                          SET approved = $3, account_id = $4, authenticated_at = $5, methods = $6,
                              sso_session_id = $7
                          WHERE user_code_hash = $1 AND expires_at > $2 AND approved IS NULL""").execute(values).map(rows -> rows.rowCount() == 1);
    }

    private Future<Poll> poll(SqlConnection transaction, Row row, Optional<String> keyThumbprint) {
        int interval = row.getInteger("poll_interval");
        OffsetDateTime last = row.getOffsetDateTime("polled_at");
        if (last != null && now().isBefore(last.plusSeconds(interval))) {
            return polled(transaction, row, interval + (int) SLOW_DOWN.toSeconds())
                    .map(new Poll.TooSoon());
        }
        Boolean approved = row.getBoolean("approved");
        if (approved == null) {
            return polled(transaction, row, interval).map(new Poll.Pending());
        }
        return transaction
                .preparedQuery("DELETE FROM oauth_device_codes WHERE hash = $1")
                .execute(Tuple.of(row.getBuffer("hash")))
                .compose(_ ->
                        approved ? open(transaction, row, keyThumbprint) : Future.succeededFuture(new Poll.Denied()));
    }

    private Future<Void> polled(SqlConnection transaction, Row row, int interval) {
        return transaction
                .preparedQuery("UPDATE oauth_device_codes SET polled_at = $2, poll_interval = $3 WHERE hash = $1")
                .execute(Tuple.of(row.getBuffer("hash"), now(), interval))
                .mapEmpty();
    }

    private Future<Poll> open(SqlConnection transaction, Row row, Optional<String> keyThumbprint) {
        Grant grant = new Grant(
                row.getString("client_id"),
                Rows.set(row, "scopes"),
                Rows.instant(row, "authenticated_at"),
                Rows.set(row, "methods"),
                keyThumbprint,
                Optional.ofNullable(row.getString("sso_session_id")));
        return accounts.find(transaction, row.getString("account_id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Poll.Gone())
                        : sessions.open(transaction, found.get(), grant).map(Poll.Allowed::new));
    }

    private OffsetDateTime now() {
        return Rows.time(clock.instant());
    }
}
