package dev.legato.account.signin;

import dev.legato.account.person.EmailAddress;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.Sha256;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random tokens of 256 bits that are good once, for one purpose and for a while, in PostgreSQL. */
public final class OneTimeTokens {
    private static final int BYTES = 32;

    private final Pool pool;
    private final Vault vault;
    private final RandomGenerator random;
    private final Clock clock;

    /** What a token is good for. */
    public enum Purpose {
        /** Giving a second factor after the password. */
        SECOND_FACTOR,
        /** A WebAuthn challenge. */
        PASSKEY,
        /** A stamp of proof of work that was spent. */
        STAMP,
        /** A place in the waiting room. */
        WAIT,
        /** Setting a new password. */
        RESET,
        /** Confirming an e-mail address. */
        VERIFY,
        /** Signing up by invitation. */
        INVITATION,
        /** Making the first administrator. */
        FIRST_ADMIN,
        /** The answer of another provider. */
        SSO,
        /** A logout token of another provider that has come. */
        SSO_LOGOUT,
        /** Turning the guest that a browser's player is into an account. */
        GUEST
    }

    /**
     * What a token stands for.
     *
     * @param account null if none
     */
    public record Grant(@Nullable String account, String data, Instant createdAt, Instant expiresAt) {}

    public OneTimeTokens(Pool pool, Vault vault, RandomGenerator random, Clock clock) {
        this.pool = pool;
        this.vault = vault;
        this.random = random;
        this.clock = clock;
    }

    /** Makes a token. */
    public Future<String> create(Purpose purpose, @Nullable String account, String data, Duration life) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return add(purpose, token, account, data, life).map(token);
    }

    /** Gives back what was taken and served for nothing. */
    Future<Void> putBack(Purpose purpose, String token, Grant grant) {
        return insert(purpose, token, grant).mapEmpty();
    }

    /** What stands for an address in a token's data: a keyed hash, of no use to who reads the table. */
    String mark(EmailAddress email) {
        return HexFormat.of().formatHex(vault.lookup(email.value(), "one_time_tokens.data"));
    }

    /** Notes a token that came from elsewhere; false if it is there already. */
    public Future<Boolean> add(Purpose purpose, String token, @Nullable String account, String data, Duration life) {
        Instant now = clock.instant();
        return insert(purpose, token, new Grant(account, data, now, now.plus(life)));
    }

    private Future<Boolean> insert(Purpose purpose, String token, Grant grant) {
        return pool.preparedQuery("""
                        INSERT INTO one_time_tokens (hash, purpose, account_id, data, created_at, expires_at)
                          VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""")
                .execute(Tuple.from(Arrays.asList(
                        hash(purpose, token),
                        name(purpose),
                        grant.account(),
                        grant.data(),
                        time(grant.createdAt()),
                        time(grant.expiresAt()))))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Uses a token up; empty if it is unknown, used or expired. */
    public Future<Optional<Grant>> take(Purpose purpose, String token) {
        return pool.preparedQuery("""
                        DELETE FROM one_time_tokens WHERE hash = $1 AND expires_at > $2
                          RETURNING account_id, data, created_at, expires_at""")
                .execute(Tuple.of(hash(purpose, token), time(clock.instant())))
                .map(OneTimeTokens::grant);
    }

    /** Reads a token and leaves it. */
    public Future<Optional<Grant>> peek(Purpose purpose, String token) {
        return pool.preparedQuery(
                        "SELECT account_id, data, created_at, expires_at FROM one_time_tokens WHERE hash = $1 AND expires_at > $2")
                .execute(Tuple.of(hash(purpose, token), time(clock.instant())))
                .map(OneTimeTokens::grant);
    }

    /** Counts a try with a token, which stays; empty once it was tried too often. */
    public Future<Optional<Grant>> attempt(Purpose purpose, String token, int maxTries) {
        return pool.preparedQuery("""
                        UPDATE one_time_tokens SET tries = tries + 1 WHERE hash = $1 AND expires_at > $2 AND tries < $3
                          RETURNING account_id, data, created_at, expires_at""")
                .execute(Tuple.of(hash(purpose, token), time(clock.instant()), maxTries))
                .map(OneTimeTokens::grant);
    }

    /** Ends all tokens of an account for some purposes. */
    Future<Void> endAll(String account, Set<Purpose> purposes) {
        String[] names = purposes.stream().map(OneTimeTokens::name).toArray(String[]::new);
        return pool.preparedQuery("DELETE FROM one_time_tokens WHERE account_id = $1 AND purpose = ANY($2)")
                .execute(Tuple.of(account).addArrayOfString(names))
                .mapEmpty();
    }

    /** Removes up to {@code most} that have expired. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("""
                        DELETE FROM one_time_tokens WHERE hash IN (
                          SELECT hash FROM one_time_tokens WHERE expires_at < $1 LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(RowSet::rowCount);
    }

    /** The purpose is hashed along, so that a token for one is unknown for another. */
    private static Buffer hash(Purpose purpose, String token) {
        return Buffer.buffer(Sha256.of((name(purpose) + ":" + token).getBytes(StandardCharsets.UTF_8)));
    }

    private static String name(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Grant> grant(RowSet<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(row -> new Grant(
                        row.getString("account_id"),
                        row.getString("data"),
                        row.getOffsetDateTime("created_at").toInstant(),
                        row.getOffsetDateTime("expires_at").toInstant()));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
