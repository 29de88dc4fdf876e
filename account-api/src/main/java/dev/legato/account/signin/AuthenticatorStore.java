package dev.legato.account.signin;

import dev.legato.account.vault.EncryptedColumn;
import dev.legato.account.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** The authenticator app of each account, in PostgreSQL; secrets are encrypted. */
final class AuthenticatorStore {
    static final EncryptedColumn SECRETS =
            new EncryptedColumn("authenticators", "account_id", "secret", "authenticators.secret");

    private final Pool pool;
    private final Vault vault;
    private final RandomGenerator random;
    private final Clock clock;

    AuthenticatorStore(Pool pool, Vault vault, RandomGenerator random, Clock clock) {
        this.pool = pool;
        this.vault = vault;
        this.random = random;
        this.clock = clock;
    }

    /** Makes a secret, which counts from its first right code on; one that counts already stays. */
    Future<byte[]> begin(String account) {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        Buffer cipher = Buffer.buffer(vault.encrypt(secret, SECRETS.context(account)));
        return pool.preparedQuery("""
                        INSERT INTO authenticators AS a (account_id, secret, confirmed, last_step) VALUES ($1, $2, false, 0)
                        ON CONFLICT (account_id) DO UPDATE SET secret = $2 WHERE NOT a.confirmed""").execute(Tuple.of(account, cipher)).map(secret);
    }

    /** The secret that waits for its first code. */
    Future<Optional<byte[]>> unconfirmed(String account) {
        return find(account, false).map(row -> row.map(found -> secret(account, found)));
    }

    Future<Boolean> exists(String account) {
        return find(account, true).map(Optional::isPresent);
    }

    /** Whether a code is right; it then is good no more. */
    Future<Boolean> check(String account, String code) {
        return use(account, code, true);
    }

    /** Lets the secret count if a code of it is right. */
    Future<Boolean> confirm(String account, String code) {
        return use(account, code, false);
    }

    Future<Void> remove(String account) {
        return pool.preparedQuery("DELETE FROM authenticators WHERE account_id = $1")
                .execute(Tuple.of(account))
                .mapEmpty();
    }

    private Future<Boolean> use(String account, String code, boolean confirmed) {
        return find(account, confirmed).compose(found -> {
            OptionalLong step = found.isEmpty()
                    ? OptionalLong.empty()
                    : Totp.step(secret(account, found.get()), code, found.get().getLong("last_step"), clock.instant());
            return step.isEmpty()
                    ? Future.succeededFuture(false)
                    // Of two requests with the same code one finds the step unused.
                    : pool.preparedQuery("""
                                    UPDATE authenticators SET confirmed = true, last_step = $2
                                      WHERE account_id = $1 AND last_step < $2""")
                            .execute(Tuple.of(account, step.getAsLong()))
                            .map(rows -> rows.rowCount() == 1);
        });
    }

    private Future<Optional<Row>> find(String account, boolean confirmed) {
        return pool.preparedQuery(
                        "SELECT secret, last_step FROM authenticators WHERE account_id = $1 AND confirmed = $2")
                .execute(Tuple.of(account, confirmed))
                .map(rows -> rows.stream().findFirst());
    }

    private byte[] secret(String account, Row row) {
        return vault.decrypt(row.getBuffer("secret").getBytes(), SECRETS.context(account));
    }
}
