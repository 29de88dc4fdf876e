package dev.legato.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/**
 * A query that is executed on whatever connection a runner provides.
 *
 * @param prepare makes the driver's query for a connection
 */
record BoundedQuery<T>(Runner runner, Function<SqlClient, ? extends Query<T>> prepare) implements PreparedQuery<T> {
    /** Provides a connection for one command and bounds the wait for its answer. */
    @FunctionalInterface
    interface Runner {
        <R> Future<R> run(Function<SqlClient, Future<R>> command);
    }

    static PreparedQuery<RowSet<Row>> prepared(Runner runner, String sql) {
        return new BoundedQuery<>(runner, client -> client.preparedQuery(sql));
    }

    static Query<RowSet<Row>> simple(Runner runner, String sql) {
        return new BoundedQuery<>(runner, client -> client.query(sql));
    }

    @Override
    public Future<T> execute() {
        return runner.run(client -> prepare.apply(client).execute());
    }

    @Override
    public Future<T> execute(Tuple tuple) {
        return runner.run(client -> preparedOn(client).execute(tuple));
    }

    @Override
    public Future<T> executeBatch(List<Tuple> batch) {
        return runner.run(client -> preparedOn(client).executeBatch(batch));
    }

    @Override
    public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
        return new BoundedQuery<>(runner, client -> prepare.apply(client).collecting(collector));
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
        return new BoundedQuery<>(runner, client -> prepare.apply(client).mapping(mapper));
    }

    private PreparedQuery<T> preparedOn(SqlClient client) {
        return (PreparedQuery<T>) prepare.apply(client);
    }
}
