package dev.legato.runtime.postgres;

import dev.legato.runtime.postgres.BoundedPool.AfterCommit;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.spi.DatabaseMetadata;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose every answer is waited for within a bound.
 *
 * @param onBegin SQL that a transaction begins with; may be empty
 * @param afterCommit what is done before a commit is acknowledged, or null
 */
record BoundedConnection(
        Lease lease, String onBegin, @Nullable AfterCommit afterCommit) implements SqlConnection, BoundedQuery.Runner {
    private static final String POSITION = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";

    @Override
    public <R> Future<R> run(Function<SqlClient, Future<R>> command) {
        return lease.bound(command.apply(lease.connection()));
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return BoundedQuery.simple(this, sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return BoundedQuery.prepared(this, sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new BoundedQuery<>(this, client -> client.preparedQuery(sql, options));
    }

    @Override
    public Future<PreparedStatement> prepare(String sql) {
        return lease.bound(lease.connection().prepare(sql));
    }

    @Override
    public Future<PreparedStatement> prepare(String sql, PrepareOptions options) {
        return lease.bound(lease.connection().prepare(sql, options));
    }

    @Override
    public Future<Transaction> begin() {
        Future<Transaction> begun = lease.bound(lease.connection().begin()).map(this::bounded);
        return onBegin.isEmpty()
                ? begun
                : begun.compose(transaction -> query(onBegin).execute().map(transaction));
    }

    @Override
    public Transaction transaction() {
        return bounded(lease.connection().transaction());
    }

    @Override
    public SqlConnection exceptionHandler(Handler<Throwable> handler) {
        var _ = lease.connection().exceptionHandler(handler);
        return this;
    }

    @Override
    public SqlConnection closeHandler(Handler<Void> handler) {
        var _ = lease.connection().closeHandler(handler);
        return this;
    }

    @Override
    public boolean isSSL() {
        return lease.connection().isSSL();
    }

    @Override
    public DatabaseMetadata databaseMetadata() {
        return lease.connection().databaseMetadata();
    }

    @Override
    public Future<Void> close() {
        return lease.close();
    }

    private Transaction bounded(Transaction transaction) {
        return new Transaction() {
            @Override
            public Future<Void> commit() {
                Future<Void> committed = lease.bound(transaction.commit());
                return afterCommit == null ? committed : followed(committed, afterCommit);
            }

            /** Sends it; whoever rolls back has an answer to give already and need not wait for this one. */
            @Override
            public Future<Void> rollback() {
                var _ = lease.bound(transaction.rollback());
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> completion() {
                return transaction.completion();
            }
        };
    }

    /** Asks for the position behind the commit without waiting for it: one round trip for both. */
    private Future<Void> followed(Future<Void> committed, AfterCommit next) {
        Future<Long> position = lease.bound(lease.connection().query(POSITION).execute())
                .map(rows -> rows.iterator().next().getLong(0))
                // What was committed is acknowledged in any case; then the primary alone has it for sure.
                .otherwise(Long.MAX_VALUE);
        return committed.compose(_ -> position).compose(next::committed);
    }
}
