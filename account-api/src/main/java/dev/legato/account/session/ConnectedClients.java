package dev.legato.account.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** The OAuth clients that hold sessions of an account, in PostgreSQL. Use it on virtual threads. */
public final class ConnectedClients {
    private static final int MAX_LISTED = 200;

    private final Pool pool;
    private final Clock clock;

    /**
     * A client with what its sessions allow together.
     *
     * @param usedAt when one of its sessions was last refreshed or opened
     */
    public record Connected(String client, Set<String> scopes, Instant usedAt) {
        public Connected {
            scopes = Set.copyOf(scopes);
        }
    }

    public ConnectedClients(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** The clients with an open session of an account, the last used first; at most {@value #MAX_LISTED}. */
    public Future<List<Connected>> list(String account) {
        return pool.preparedQuery("""
                        SELECT client_id, max(rotated_at) AS used_at,
                               coalesce(array_agg(DISTINCT scope) FILTER (WHERE scope IS NOT NULL), '{}') AS scopes
                          FROM sessions LEFT JOIN LATERAL unnest(sessions.scopes) AS scope ON true
                          WHERE account_id = $1 AND client_id IS NOT NULL AND expires_at > $2
                          GROUP BY client_id ORDER BY used_at DESC, client_id LIMIT $3""")
                .execute(Tuple.of(account, clock.instant().atOffset(ZoneOffset.UTC), MAX_LISTED))
                .map(rows -> rows.stream()
                        .map(row -> new Connected(
                                row.getString("client_id"),
                                Set.of(row.getArrayOfStrings("scopes")),
                                row.getOffsetDateTime("used_at").toInstant()))
                        .toList());
    }
}
