package dev.legato.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;

/**
 * The pool of whichever server is the primary when a connection is asked for.
 *
 * @param current that server's pool
 * @param closing closes all servers' pools
 */
record FollowingPool(Supplier<Pool> current, Supplier<Future<Void>> closing) implements Pool {
    @Override
    public Future<SqlConnection> getConnection() {
        return current.get().getConnection();
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return current.get().query(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return current.get().preparedQuery(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return current.get().preparedQuery(sql, options);
    }

    @Override
    public int size() {
        return current.get().size();
    }

    @Override
    public Future<Void> close() {
        return closing.get();
    }
}
