package dev.legato.runtime.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A pool for statements that only read. Each goes to a replica that is up to date enough, and again to another and then to
 * the primary if it fails there; without such a replica it goes to the primary at once.
 *
 * <p>What is only slow or too much is not passed on, or all servers would be overloaded in turn: a statement that PostgreSQL
 * gave up for its timeout fails, and when a pool was full or a wait too long only a server without a queue is asked next.
 */
final class ReadPool implements Pool, BoundedQuery.Runner {
    private final Pool primary;
    private final ReplicaWatch watch;
    private final WritePositions positions;
    private final RandomGenerator random;
    private final Counts counts;
    private final @Nullable String account;

    /** Whether all reads go to the server of the first one. */
    private final boolean pinned;

    private volatile @Nullable Pool pin;

    /**
     * Reads by where they went.
     *
     * @param replica to a replica
     * @param primary to the primary, since no replica may serve them
     * @param retried elsewhere, after a replica failed
     */
    record Counts(Counter replica, Counter primary, Counter retried) {
        static Counts of(MeterRegistry meters, String schema) {
            return new Counts(
                    counter(meters, schema, "replica"),
                    counter(meters, schema, "primary"),
                    counter(meters, schema, "retried"));
        }

        private static Counter counter(MeterRegistry meters, String schema, String outcome) {
            return Counter.builder("legato.postgres.reads")
                    .description("Reads that a replica may serve, by where they went")
                    .tag("schema", schema)
                    .tag("outcome", outcome)
                    .register(meters);
        }
    }

    private ReadPool(
            Pool primary,
            ReplicaWatch watch,
            WritePositions positions,
            RandomGenerator random,
            Counts counts,
            @Nullable String account,
            boolean pinned) {
        this.primary = primary;
        this.watch = watch;
        this.positions = positions;
        this.random = random;
        this.counts = counts;
        this.account = account;
        this.pinned = pinned;
    }

    /** Reads whose caller has written nothing. */
    ReadPool(Pool primary, ReplicaWatch watch, WritePositions positions, RandomGenerator random, Counts counts) {
        this(primary, watch, positions, random, counts, null, false);
    }

    /** The same for a caller who reads what it has written. */
    ReadPool of(String caller) {
        return new ReadPool(primary, watch, positions, random, counts, caller, false);
    }

    /** The same for the reads of one request, on one server; on the primary, which is never behind, if that fails. */
    ReadPool ofRequest(String caller) {
        return new ReadPool(primary, watch, positions, random, counts, caller, true);
    }

    @Override
    public <R> Future<R> run(Function<SqlClient, Future<R>> command) {
        return ask(pool -> pool instanceof BoundedQuery.Runner runner ? runner.run(command) : command.apply(pool));
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return ask(Pool::getConnection);
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
        return primary.size();
    }

    /** Does nothing: the pools belong to the {@link Database}. */
    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private <R> Future<R> ask(Function<Pool, Future<R>> question) {
        Pool before = pin;
        if (before != null) {
            return question.apply(before)
                    .recover(failure -> before == primary || !maySucceedElsewhere(failure)
                            ? Future.failedFuture(failure)
                            : next(failure, Optional.empty(), null, question));
        }
        return (account == null ? Future.succeededFuture(0L) : positions.required(account))
                .compose(position -> ask(position, question));
    }

    private <R> Future<R> ask(long position, Function<Pool, Future<R>> question) {
        Optional<Server> chosen = watch.replica(position, null, random);
        if (chosen.isEmpty()) {
            return onPrimary(null, question);
        }
        Server replica = chosen.get();
        return onReplica(replica, question).recover(failure -> {
            if (!maySucceedElsewhere(failure)) {
                return Future.failedFuture(failure);
            }
            counts.retried().increment();
            return next(failure, watch.replica(position, replica, random), replica, question);
        });
    }

    private static boolean maySucceedElsewhere(Throwable failure) {
        return Transience.isTransient(failure) && !Transience.isCancelled(failure);
    }

    /** Asks another replica, or the primary; after a crowd only one that has room. */
    private <R> Future<R> next(
            Throwable failure, Optional<Server> other, @Nullable Server failed, Function<Pool, Future<R>> question) {
        boolean crowded = failure instanceof ConnectionPoolTooBusyException || failure instanceof TimeoutException;
        Optional<Server> replica =
                other.filter(server -> !crowded || server.pool().hasRoom());
        if (replica.isPresent()) {
            return onReplica(replica.get(), question)
                    .recover(second -> maySucceedElsewhere(second)
                            ? next(second, Optional.empty(), replica.get(), question)
                            : Future.failedFuture(second));
        }
        return crowded && !watch.primary().pool().hasRoom()
                ? Future.failedFuture(failure)
                : onPrimary(failed, question);
    }

    private <R> Future<R> onReplica(Server replica, Function<Pool, Future<R>> question) {
        counts.replica().increment();
        if (pinned) {
            pin = replica.pool();
        }
        return question.apply(replica.pool()).onFailure(failure -> {
            if (Transience.isLoss(failure)) {
                replica.requestFailed();
            }
        });
    }

    /** Asks the primary, and what comes next to it if there is none. */
    private <R> Future<R> onPrimary(@Nullable Server failed, Function<Pool, Future<R>> question) {
        Server main = watch.primary();
        counts.primary().increment();
        if (pinned) {
            pin = primary;
        }
        return question.apply(primary).recover(failure -> {
            if (Transience.isLoss(failure)) {
                main.requestFailed();
            }
            return maySucceedElsewhere(failure)
                    ? watch.substitute(failed)
                            .map(replica -> onReplica(replica, question))
                            .orElseGet(() -> Future.failedFuture(failure))
                    : Future.failedFuture(failure);
        });
    }
}
