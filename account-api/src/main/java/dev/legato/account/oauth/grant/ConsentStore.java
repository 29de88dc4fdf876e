package dev.legato.account.oauth.grant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What listeners have allowed which clients, so that nobody is asked the same twice. */
public final class ConsentStore {
    /** After which an unused consent is forgotten. */
    static final Duration UNUSED = Duration.ofDays(365);

    private static final int MAX_LISTED = 200;

    private final Pool pool;
    private final Clock clock;

    /** A consent as its listener sees it. */
    public record Consent(String client, Set<String> scopes, Instant usedAt) {
        public Consent {
            scopes = Set.copyOf(scopes);
        }
    }

    public ConsentStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** The scopes that an account has allowed a client; empty if none. */
    public Future<Set<String>> scopes(String account, String client) {
        return pool.preparedQuery("SELECT scopes FROM oauth_consents WHERE account_id = $1 AND client_id = $2")
                .execute(Tuple.of(account, client))
                .map(rows ->
                        Rows.first(rows).map(row -> Rows.set(row, "scopes")).orElse(Set.of()));
    }

    /** Notes that scopes are allowed, beside those that were before. */
    public Future<Void> allow(String account, String client, Set<String> scopes) {
        return pool.preparedQuery("""
                        INSERT INTO oauth_consents AS old (account_id, client_id, scopes, used_at) VALUES ($1, $2, $3, $4)
                          ON CONFLICT (account_id, client_id) DO UPDATE SET used_at = $4,
                            scopes = ARRAY(SELECT DISTINCT unnest(old.scopes || excluded.scopes) ORDER BY 1)""")
                .execute(Tuple.of(account, client, Rows.strings(scopes), Rows.time(clock.instant())))
                .mapEmpty();
    }

    /** The consents of an account, the last used first. */
    public Future<List<Consent>> list(String account) {
        return pool.preparedQuery(
                        "SELECT * FROM oauth_consents WHERE account_id = $1 ORDER BY used_at DESC, client_id LIMIT $2")
                .execute(Tuple.of(account, MAX_LISTED))
                .map(rows -> rows.stream()
                        .map(row -> new Consent(
                                row.getString("client_id"), Rows.set(row, "scopes"), Rows.instant(row, "used_at")))
                        .toList());
    }

    /** Takes a consent back. */
    public Future<Void> revoke(String account, String client) {
        return pool.preparedQuery("DELETE FROM oauth_consents WHERE account_id = $1 AND client_id = $2")
                .execute(Tuple.of(account, client))
                .mapEmpty();
    }

    /** Removes up to {@code most} that have not been used for {@link #UNUSED}. */
    public Future<Integer> removeUnused(int most) {
        return pool.preparedQuery("""
                        DELETE FROM oauth_consents WHERE ctid IN (
                          SELECT ctid FROM oauth_consents WHERE used_at < $1 LIMIT $2)""")
                .execute(Tuple.of(Rows.time(clock.instant().minus(UNUSED)), most))
                .map(RowSet::rowCount);
    }
}
