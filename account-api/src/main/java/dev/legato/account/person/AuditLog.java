package dev.legato.account.person;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Who did what to whose account, in PostgreSQL, kept for {@link #KEPT}. Entries name accounts by their ids. */
public final class AuditLog {
    /** How long an entry is kept. */
    public static final Duration KEPT = Duration.ofDays(400);

    private final Pool pool;
    private final Clock clock;

    /**
     * One entry.
     *
     * @param actor an account's id, or {@code console} for the machine's own command
     * @param subject the account it was done to
     * @param action such as {@code password-reset}
     */
    public record Entry(long id, Instant at, String actor, String subject, String action) {}

    public AuditLog(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Adds an entry. */
    public Future<Void> add(String actor, String subject, String action) {
        return add(pool, actor, subject, action);
    }

    /** Adds an entry within a transaction: with its commit, or not at all. */
    public Future<Void> add(SqlClient transaction, String actor, String subject, String action) {
        return transaction
                .preparedQuery("INSERT INTO audit (at, actor, subject, action) VALUES ($1, $2, $3, $4)")
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), actor, subject, action))
                .mapEmpty();
    }

    /**
     * Entries, the latest first.
     *
     * @param before only those with smaller ids
     */
    public Future<List<Entry>> list(long before, int limit) {
        return pool.preparedQuery("SELECT * FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2")
                .execute(Tuple.of(before, limit))
                .map(rows -> rows.stream()
                        .map(row -> new Entry(
                                row.getLong("id"),
                                row.getOffsetDateTime("at").toInstant(),
                                row.getString("actor"),
                                row.getString("subject"),
                                row.getString("action")))
                        .toList());
    }

    /** Removes up to {@code most} that are too old. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery(
                        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1 ORDER BY id LIMIT $2)")
                .execute(Tuple.of(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC), most))
                .map(rows -> rows.rowCount());
    }
}
