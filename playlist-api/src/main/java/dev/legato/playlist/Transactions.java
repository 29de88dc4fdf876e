package dev.legato.playlist;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work that waits, and so reads from top to bottom, in a transaction. For virtual threads. */
final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final Pool pool;

    Transactions(Pool pool) {
        this.pool = pool;
    }

    /** Commits what the work did, or rolls it back if it throws. */
    <T> T run(Function<SqlConnection, T> work) {
        SqlConnection connection = pool.getConnection().await();
        try {
            Transaction transaction = connection.begin().await();
            T result;
            try {
                result = work.apply(connection);
            } catch (RuntimeException e) {
                rollBack(transaction);
                throw e;
            }
            transaction.commit().await();
            return result;
        } finally {
            var _ = connection.close();
        }
    }

    private static void rollBack(Transaction transaction) {
        try {
            transaction.rollback().await();
        } catch (RuntimeException e) {
            // The connection is gone, and the transaction with it; what the work threw says more.
            LOG.debug("rolling back failed", e);
        }
    }
}
