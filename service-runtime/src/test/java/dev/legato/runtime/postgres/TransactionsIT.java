package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.embedded.SharedBackends;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool has one connection, so that one that was not given back would be missed by the next transaction. */
@Timeout(60)
final class TransactionsIT {
    private static Vertx vertx;
    private static Pool pool;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        pool = Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 1), "relay")
                .await(60, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        pool.close().await(20, TimeUnit.SECONDS);
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @BeforeEach
    void empty() throws Exception {
        var _ = pool.query("DELETE FROM outbox").execute().await(20, TimeUnit.SECONDS);
    }

    @Test
    void run_workThatReturns_isCommitted() throws Exception {
        assertEquals("done", Transactions.run(pool, transaction -> {
            add(transaction);
            return "done";
        }));
        assertEquals(1, count());
    }

    @Test
    void run_workThatThrows_isRolledBack() throws Exception {
        IllegalStateException failure = new IllegalStateException();
        assertSame(
                failure,
                assertThrows(
                        IllegalStateException.class,
                        () -> Transactions.run(pool, transaction -> {
                            add(transaction);
                            throw failure;
                        })));
        assertEquals(0, count());
    }

    @Test
    void run_workThatEndsInAnError_isRolledBack() throws Exception {
        StackOverflowError failure = new StackOverflowError();
        assertSame(
                failure,
                assertThrows(
                        StackOverflowError.class,
                        () -> Transactions.run(pool, transaction -> {
                            add(transaction);
                            throw failure;
                        })));
        assertEquals(0, count());
    }

    @Test
    void run_workThatEndsInACheckedException_isRolledBack() throws Exception {
        InterruptedException failure = new InterruptedException();
        assertSame(
                failure,
                assertThrows(
                        InterruptedException.class,
                        () -> Transactions.run(pool, transaction -> {
                            add(transaction);
                            return Future.failedFuture(failure).await();
                        })));
        assertEquals(0, count());
    }

    @Test
    void run_conflictWithAnotherTransaction_isDoneAgain() throws Exception {
        int[] attempts = {0};
        int last = Transactions.run(pool, transaction -> {
            add(transaction);
            attempts[0]++;
            if (attempts[0] < 3) {
                raise(transaction, "40001");
            }
            return attempts[0];
        });
        assertEquals(3, last);
        assertEquals(1, count());
    }

    @Test
    void run_conflictEachTime_failsAfterThreeAttempts() throws Exception {
        int[] attempts = {0};
        assertThrows(
                PgException.class,
                () -> Transactions.run(pool, transaction -> {
                    attempts[0]++;
                    raise(transaction, "40P01");
                    return attempts[0];
                }));
        assertEquals(3, attempts[0]);
    }

    @Test
    void run_otherFailureOfPostgres_isNotDoneAgain() throws Exception {
        int[] attempts = {0};
        assertThrows(
                PgException.class,
                () -> Transactions.run(pool, transaction -> {
                    attempts[0]++;
                    raise(transaction, "23505");
                    return attempts[0];
                }));
        assertEquals(1, attempts[0]);
    }

    @Test
    void run_onAnEventLoop_isRefusedAndTakesNoConnection() throws Exception {
        Promise<String> refused = Promise.promise();
        vertx.getOrCreateContext().runOnContext(_ -> {
            try {
                refused.complete(Transactions.run(pool, _ -> "done"));
            } catch (RuntimeException e) {
                refused.fail(e);
            }
        });
        assertThrows(IllegalStateException.class, () -> refused.future().await(20, TimeUnit.SECONDS));
        assertEquals(0, count());
    }

    private static void add(SqlConnection transaction) {
        var _ = transaction
                .query("INSERT INTO outbox (topic, key) VALUES ('t', 'k')")
                .execute()
                .await();
    }

    private static void raise(SqlConnection transaction, String state) {
        var _ = transaction
                .query("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$".formatted(state))
                .execute()
                .await();
    }

    private static long count() throws Exception {
        return pool.query("SELECT count(*) FROM outbox")
                .execute()
                .await(20, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getLong(0);
    }
}
