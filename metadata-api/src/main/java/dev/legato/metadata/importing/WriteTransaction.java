package dev.legato.metadata.importing;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The transaction of one write. Each call waits, on a virtual thread, until PostgreSQL has answered. */
record WriteTransaction(SqlConnection connection) {
    RowSet<Row> query(String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).await();
    }

    void execute(String sql, Tuple parameters) {
        var _ = query(sql, parameters);
    }

    Optional<Row> first(String sql, Tuple parameters) {
        var rows = query(sql, parameters).iterator();
        return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    }

    /** A query's first column as a set, in the order of ids; $1 is an array of ids. */
    Set<String> ids(String sql, Collection<String> of) {
        Set<String> ids = new TreeSet<>();
        for (Row row : query(sql, Tuple.tuple().addArrayOfString(array(of)))) {
            ids.add(row.getString(0));
        }
        return ids;
    }

    /**
     * Keeps other writers of the same entities waiting until this transaction has ended. Every writer locks its track,
     * then albums, then artists, each in the order of ids: so two never wait for one another.
     */
    void lock(Collection<String> entities) {
        execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(id, 0)) IS NULL FROM unnest($1::text[]) AS id",
                Tuple.tuple().addArrayOfString(array(new TreeSet<>(entities))));
    }

    static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }
}
