package dev.legato.account.oauth.grant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What the stores of grants have in common. */
final class Rows {
    private Rows() {}

    static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static Set<String> set(Row row, String column) {
        return Set.of(row.getArrayOfStrings(column));
    }

    static String[] strings(Collection<String> values) {
        return values.toArray(String[]::new);
    }

    /**
     * Removes rows that are older than an instant.
     *
     * @param key the table's primary key
     * @param column the time that counts
     * @param most how many are removed at most
     */
    static Future<Integer> removeBefore(Pool pool, String table, String key, String column, Instant instant, int most) {
        return pool.preparedQuery("DELETE FROM %1$s WHERE %2$s IN (SELECT %2$s FROM %1$s WHERE %3$s < $1 LIMIT $2)"
                        .formatted(table, key, column))
                .execute(Tuple.of(time(instant), most))
                .map(RowSet::rowCount);
    }
}
