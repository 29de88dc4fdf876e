package dev.legato.account.avatar;

import dev.legato.contracts.Sha256;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Pictures of people in PostgreSQL, which delivers them with an account's other rows and forgets them with the account. Their
 * addresses hold a hash of what they show, so that a browser may keep them.
 */
public final class AvatarStore {
    private static final String PATH = "/v1/avatars/";
    private static final int HASH_BYTES = 16;

    private final Pool pool;
    private final Clock clock;

    public AvatarStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Where an account's picture is, {@code /v1/avatars/…}; empty if it has none. */
    public Future<Optional<String>> path(String account) {
        return pool.preparedQuery("SELECT hash FROM avatars WHERE account_id = $1")
                .execute(Tuple.of(account))
                .map(rows ->
                        rows.stream().map(row -> PATH + row.getString("hash")).findFirst());
    }

    /** Sets an account's picture; returns where it is. */
    Future<String> put(String account, byte[] jpeg) {
        String hash = HexFormat.of().formatHex(Sha256.of(jpeg), 0, HASH_BYTES);
        return pool.preparedQuery("""
                        INSERT INTO avatars (account_id, hash, image, updated_at) VALUES ($1, $2, $3, $4)
                        ON CONFLICT (account_id) DO UPDATE SET hash = $2, image = $3, updated_at = $4""")
                .execute(Tuple.of(
                        account, hash, Buffer.buffer(jpeg), clock.instant().atOffset(ZoneOffset.UTC)))
                .map(_ -> PATH + hash);
    }

    /** Removes an account's picture, if it has one. */
    Future<Void> remove(String account) {
        return pool.preparedQuery("DELETE FROM avatars WHERE account_id = $1")
                .execute(Tuple.of(account))
                .mapEmpty();
    }

    /** A picture, JPEG. */
    Future<Optional<Buffer>> read(String hash) {
        return pool.preparedQuery("SELECT image FROM avatars WHERE hash = $1 LIMIT 1")
                .execute(Tuple.of(hash))
                .map(rows -> rows.stream().map(row -> row.getBuffer("image")).findFirst());
    }
}
