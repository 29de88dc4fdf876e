package dev.legato.account.oauth.grant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;

/** DPoP proofs that have been used, so that none is used twice at any instance, RFC 9449 §11.1. */
public final class ProofStore {
    private final Pool pool;
    private final Clock clock;

    public ProofStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Uses a proof.
     *
     * @param id its key's and its own
     * @param life how long it could be used again
     * @return false if it was used before
     */
    public Future<Boolean> use(String id, Duration life) {
        return pool.preparedQuery(
                        "INSERT INTO oauth_proofs (hash, expires_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING")
                .execute(
                        Tuple.of(SecretToken.hash(id), Rows.time(clock.instant().plus(life))))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Removes up to {@code most} that could not be used again anyway. */
    public Future<Integer> removeExpired(int most) {
        return Rows.removeBefore(pool, "oauth_proofs", "hash", "expires_at", clock.instant(), most);
    }
}
