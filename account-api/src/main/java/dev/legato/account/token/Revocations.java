package dev.legato.account.token;

import dev.legato.contracts.Revocation;
import dev.legato.contracts.Revocation.Kind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What was revoked lately, in PostgreSQL: every verifier reads on from where it was once a second, so that a token dies
 * everywhere within two seconds. A row stays until the last token that it concerns has expired.
 *
 * <p>Transactions commit in another order than they number their rows in. So a reader's place is not a row's number but
 * the oldest transaction that was still running when it read: it gets all rows of that transaction and of later ones,
 * some of them twice, and misses none.
 */
public final class Revocations {
    /** Rows of an answer; a reader asks on for more. */
    static final int PAGE = 1_000;

    /** Verifiers' clocks may differ by this much. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final Pool pool;
    private final Clock clock;
    private final Duration life;

    /**
     * A reader's place.
     *
     * @param transaction the number of a transaction, {@code xid8}
     * @param row the last row read of it
     */
    record Place(long transaction, long row) {
        static final Place START = new Place(0, 0);

        /** @throws IllegalArgumentException if it is none that was given out */
        static Place parse(String text) {
            if (!text.matches("\\d{1,18}\\.\\d{1,18}")) {
                throw new IllegalArgumentException("expected: what 'next' or 'more' said");
            }
            int dot = text.indexOf('.');
            return new Place(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
        }

        @Override
        public String toString() {
            return transaction + "." + row;
        }
    }

    /** @param life of the tokens that are revoked */
    public Revocations(Pool pool, Clock clock, Duration life) {
        this.pool = pool;
        this.clock = clock;
        this.life = life;
    }

    /**
     * Revokes within a transaction: with its commit, or not at all.
     *
     * @param id of the account, session, device or token
     */
    public Future<Void> revoke(SqlClient transaction, Kind kind, String id) {
        Instant now = clock.instant();
        return transaction
                .preparedQuery("INSERT INTO revocations (kind, id, revoked_at, expires_at) VALUES ($1, $2, $3, $4)")
                .execute(
                        Tuple.of(label(kind), id, time(now), time(now.plus(life).plus(LEEWAY))))
                .mapEmpty();
    }

    /** Revokes at once. */
    public Future<Void> revoke(Kind kind, String id) {
        return revoke(pool, kind, id);
    }

    /**
     * Reads what came after a place. One that the database has not come to yet (it was restored) is taken for the start.
     *
     * @param keys the ids of the keys whose signatures are valid, to be told along
     */
    Future<Revocation.Page> after(Place place, Set<String> keys) {
        return pool.preparedQuery("""
                        SELECT r.kind, r.id, r.revoked_at, r.expires_at, r.transaction::text AS transaction, r.row,
                               pg_snapshot_xmin(pg_current_snapshot())::text AS oldest
                          FROM (SELECT 1) one LEFT JOIN LATERAL (
                            SELECT * FROM revocations
                              WHERE (transaction, row) > (CASE WHEN $1::text::xid8 > pg_snapshot_xmax(pg_current_snapshot())
                                                            THEN '0'::xid8 ELSE $1::text::xid8 END, $2)
                                AND expires_at > $3
                              ORDER BY transaction, row LIMIT $4) r ON true""")
                .execute(Tuple.of(String.valueOf(place.transaction()), place.row(), time(clock.instant()), PAGE))
                .map(rows -> page(rows, keys));
    }

    /** Removes up to {@code most} revocations whose tokens have all expired. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("""
                        DELETE FROM revocations WHERE row IN (
                          SELECT row FROM revocations WHERE expires_at < $1 LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(RowSet::rowCount);
    }

    private static Revocation.Page page(RowSet<Row> rows, Set<String> keys) {
        List<Revocation> items = new ArrayList<>();
        String next = Place.START.toString();
        Place last = Place.START;
        for (Row row : rows) {
            next = new Place(Long.parseLong(row.getString("oldest")), 0).toString();
            if (row.getString("id") != null) {
                items.add(new Revocation(
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("id"),
                        row.getOffsetDateTime("revoked_at").toInstant(),
                        row.getOffsetDateTime("expires_at").toInstant()));
                last = new Place(Long.parseLong(row.getString("transaction")), row.getLong("row"));
            }
        }
        return new Revocation.Page(items, next, items.size() == PAGE ? last.toString() : null, keys);
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
