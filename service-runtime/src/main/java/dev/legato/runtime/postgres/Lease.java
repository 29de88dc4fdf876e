package dev.legato.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A connection lent by a pool, on which no answer is waited for longer than {@value #ANSWER_MS} ms. A command that was given
 * up is still under way, and others would only queue behind it: so the connection goes back to the pool when its last
 * command has ended, be it because the connection broke, and not when its user closes it.
 */
final class Lease {
    private static final long ANSWER_MS = 2_800;

    private final SqlConnection connection;
    private volatile Future<?> last = Future.succeededFuture();

    Lease(SqlConnection connection) {
        this.connection = connection;
    }

    SqlConnection connection() {
        return connection;
    }

    /** Bounds the wait for a command's answer, which ends with a TimeoutException. */
    <T> Future<T> bound(Future<T> answer) {
        last = answer;
        return answer.timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                .recover(failure ->
                        Future.failedFuture(isLoss(failure) ? new ConnectionLostException(failure) : failure));
    }

    /** The driver has only words for a command on a connection that broke just before. */
    private static boolean isLoss(Throwable failure) {
        return failure instanceof IOException
                || (failure instanceof VertxException
                        && String.valueOf(failure.getMessage()).startsWith("Connection is not active"));
    }

    /** Gives the connection back, now or when its last command has ended. Nobody waits for the latter. */
    Future<Void> close() {
        Future<?> under = last;
        if (under.isComplete()) {
            return connection.close();
        }
        under.onComplete(_ -> {
            var _ = connection.close();
        });
        return Future.succeededFuture();
    }
}
