package dev.legato.metadata.catalogue;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.function.Function;

/** Transactions whose code reads top to bottom. They block their virtual thread. */
public final class Transactions {
    private Transactions() {}

    /** Does some work in a transaction: committed if it returns, rolled back if it throws. */
    public static <T> T run(Pool pool, Function<SqlConnection, T> work) {
        SqlConnection connection = pool.getConnection().await();
        try {
            Transaction transaction = connection.begin().await();
            T result;
            try {
                result = work.apply(connection);
            } catch (RuntimeException | Error e) {
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
