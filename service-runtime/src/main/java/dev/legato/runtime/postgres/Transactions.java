package dev.legato.runtime.postgres;

import io.vertx.core.Context;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions whose code reads top to bottom. They block their virtual thread. */
public final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int MAX_ATTEMPTS = 3;

    private Transactions() {}

    /**
     * Does some work in a transaction: committed if it returns, rolled back if it throws.
     *
     * @param work is done again, in a new transaction, if PostgreSQL rolled this one back in favour of another
     */
    public static <T> T run(Pool pool, Function<SqlConnection, T> work) {
        if (Context.isOnEventLoopThread()) {
            // The first wait would be refused as well, but then a connection would be taken and never returned.
            throw new IllegalStateException("A transaction blocks its thread, which must not be an event loop's.");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(pool, work);
            } catch (RuntimeException e) {
                if (attempt == MAX_ATTEMPTS || !Transience.isConflict(e)) {
                    throw e;
                }
                LOG.debug("attempt {} gave way to another transaction", attempt, e);
            }
        }
    }

    private static <T> T attempt(Pool pool, Function<SqlConnection, T> work) {
        SqlConnection connection = pool.getConnection().await();
        try {
            Transaction transaction = connection.begin().await();
            T result;
            try {
                result = work.apply(connection);
            } catch (Throwable e) { // await throws checked exceptions as well, such as an interrupt's
                // The connection may be what failed; then there is nothing to roll back.
                var _ = transaction.rollback().otherwiseEmpty().await();
                throw e;
            }
            transaction.commit().await();
            return result;
        } finally {
            connection.close().await();
        }
    }
}
