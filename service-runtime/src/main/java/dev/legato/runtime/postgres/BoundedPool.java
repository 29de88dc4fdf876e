package dev.legato.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool with bounded waits, for a connection as for an answer. So a PostgreSQL that is down
 * or frozen costs a request seconds, and its callers memory for as many commands as there are connections.
 *
 * @param onBegin SQL that a transaction begins with; if it is not empty, every command runs in a transaction
 * @param afterCommit what is done with a commit's position before the commit is acknowledged, or null; if it is not null,
 *     every command runs in a transaction
 * @param waiting how many wait for a connection now
 */
record BoundedPool(Pool pool, String onBegin, @Nullable AfterCommit afterCommit, AtomicInteger waiting)
        implements Pool, BoundedQuery.Runner {
    /** Is told up to where in the write-ahead log, in bytes, a replica must be to have what was committed. */
    @FunctionalInterface
    interface AfterCommit {
        Future<Void> committed(long position);
    }

    BoundedPool(Pool pool, String onBegin) {
        this(pool, onBegin, null, new AtomicInteger());
    }

    /** The same pool for transactions that are followed by something. */
    BoundedPool afterCommit(AfterCommit next) {
        return new BoundedPool(pool, onBegin, next, waiting);
    }

    @Override
    public <R> Future<R> run(Function<SqlClient, Future<R>> command) {
        return onBegin.isEmpty() && afterCommit == null
                ? withConnection(connection -> command.apply(connection))
                : withTransaction(connection -> command.apply(connection));
    }

    /** Whether whoever comes now waits for no more than one command of each connection. */
    boolean hasRoom() {
        return waiting.get() <= pool.size();
    }

    @Override
    public Future<SqlConnection> getConnection() {
        int _ = waiting.incrementAndGet();
        return pool.getConnection()
                .onComplete(_ -> waiting.decrementAndGet())
                .recover(failure -> Future.failedFuture(named(failure)))
                .map(connection -> new BoundedConnection(new Lease(connection), onBegin, afterCommit));
    }

    /** The driver says no more than this when all connections were in use for too long, which is no loss of one. */
    private static Throwable named(Throwable failure) {
        if (Transience.isTransient(failure)) {
            return failure;
        }
        return "Timeout".equals(failure.getMessage())
                ? new TimeoutException("no connection to PostgreSQL was free in time")
                : new ConnectionLostException(failure);
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
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }
}
