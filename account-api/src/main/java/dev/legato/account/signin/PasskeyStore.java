package dev.legato.account.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Passkeys in PostgreSQL: at most {@value #MAX_PER_ACCOUNT} per account. */
final class PasskeyStore {
    static final int MAX_PER_ACCOUNT = 20;

    private final Pool pool;
    private final Clock clock;

    /**
     * A WebAuthn credential.
     *
     * @param data AttestedCredentialData as the authenticator sent them
     * @param counter signatures it says it has made, 0 if it does not count
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Passkey(byte[] id, String account, String name, byte[] data, long counter, Instant lastUsedAt) {
        /** Its id as WebAuthn's JSON has it. */
        public String key() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        }
    }

    PasskeyStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Adds one; false if it is there already or the account has too many. */
    Future<Boolean> add(byte[] id, String account, String name, byte[] data, long counter) {
        return pool.preparedQuery("""
                        INSERT INTO passkeys (id, account_id, name, data, counter, created_at, last_used_at)
                          SELECT $1, $2, $3, $4, $5, $6, $6
                            WHERE (SELECT count(*) FROM passkeys WHERE account_id = $2) < $7
                          ON CONFLICT DO NOTHING""")
                .execute(Tuple.from(List.of(
                        Buffer.buffer(id),
                        account,
                        name,
                        Buffer.buffer(data),
                        counter,
                        time(clock.instant()),
                        MAX_PER_ACCOUNT)))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Optional<Passkey>> find(byte[] id) {
        return pool.preparedQuery("SELECT * FROM passkeys WHERE id = $1")
                .execute(Tuple.of(Buffer.buffer(id)))
                .map(rows -> rows.stream().map(PasskeyStore::passkey).findFirst());
    }

    Future<List<Passkey>> list(String account) {
        return pool.preparedQuery("SELECT * FROM passkeys WHERE account_id = $1 ORDER BY created_at, id")
                .execute(Tuple.of(account))
                .map(rows -> rows.stream().map(PasskeyStore::passkey).toList());
    }

    /** Notes a use; false if another has been noted with this counter or a later one. */
    Future<Boolean> used(Passkey passkey, long counter) {
        return pool.preparedQuery("""
                        UPDATE passkeys SET counter = $2, last_used_at = $3
                          WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))""")
                .execute(Tuple.of(Buffer.buffer(passkey.id()), counter, time(clock.instant())))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Boolean> remove(String account, byte[] id) {
        return pool.preparedQuery("DELETE FROM passkeys WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(account, Buffer.buffer(id)))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Passkey passkey(Row row) {
        return new Passkey(
                row.getBuffer("id").getBytes(),
                row.getString("account_id"),
                row.getString("name"),
                row.getBuffer("data").getBytes(),
                row.getLong("counter"),
                row.getOffsetDateTime("last_used_at").toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
