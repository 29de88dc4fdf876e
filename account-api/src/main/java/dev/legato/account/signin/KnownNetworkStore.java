package dev.legato.account.signin;

import dev.legato.account.person.Account;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The networks each account has been used from, in PostgreSQL: the latest {@value #MAX_PER_ACCOUNT}, for half a year. */
public final class KnownNetworkStore {
    static final int MAX_PER_ACCOUNT = 16;

    private static final Duration KEPT = Duration.ofDays(180);

    private final Pool pool;
    private final Clock clock;

    public KnownNetworkStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** @param account its id; empty if there is none, which takes as long */
    Future<Boolean> isKnown(String account, String network) {
        return pool.preparedQuery("""
                        SELECT FROM known_networks WHERE account_id = $1 AND network = $2 AND last_used >= $3""")
                .execute(Tuple.of(account, network, time(clock.instant().minus(KEPT))))
                .map(rows -> rows.size() > 0);
    }

    /** Records that an account was used from a network, and deletes the least recently used one if there are too many. */
    public Future<Void> remember(Account account, String network) {
        return pool.preparedQuery("""
                        INSERT INTO known_networks (account_id, network, last_used) VALUES ($1, $2, $3)
                        ON CONFLICT (account_id, network) DO UPDATE SET last_used = $3""")
                .execute(Tuple.of(account.id(), network, time(clock.instant())))
                .compose(_ -> pool.preparedQuery("""
                                DELETE FROM known_networks WHERE account_id = $1 AND network IN (
                                  SELECT network FROM known_networks WHERE account_id = $1
                                    ORDER BY last_used DESC, network OFFSET $2)""").execute(Tuple.of(account.id(), MAX_PER_ACCOUNT)))
                .mapEmpty();
    }

    /** Removes up to {@code most}. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("""
                        DELETE FROM known_networks WHERE last_used < $1 AND (account_id, network) IN (
                          SELECT account_id, network FROM known_networks WHERE last_used < $1 LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant().minus(KEPT)), most))
                .map(RowSet::rowCount);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
