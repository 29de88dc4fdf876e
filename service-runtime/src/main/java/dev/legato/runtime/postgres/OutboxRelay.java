package dev.legato.runtime.postgres;

import dev.legato.runtime.kafka.EventPublisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a schema's {@link Outbox} to Kafka in the order they were added, at least once. Of several instances of a service
 * one relays at a time (an advisory lock says which). While Kafka is down the events wait in the table.
 *
 * <p>An event that Kafka will never take, because it is too large for one, must not block those behind it: it is set aside in
 * the table, with the reason in {@code refused}, and counted in {@code legato_outbox_refused_total}.
 */
public final class OutboxRelay {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final int BATCH = 200;

    private final Vertx vertx;
    private final Pool pool;
    private final EventPublisher publisher;
    private final String name;
    private final Counter refused;
    private long timer;
    private boolean started;
    private boolean stopped;
    private boolean running;
    private boolean wanted;

    /**
     * A relay; use it from one context only.
     *
     * @param name the schema's, which is also the lock's
     */
    public OutboxRelay(Vertx vertx, Pool pool, EventPublisher publisher, String name, MeterRegistry meters) {
        this.vertx = vertx;
        this.pool = pool;
        this.publisher = publisher;
        this.name = name;
        refused = Counter.builder("legato.outbox.refused")
                .description("Events that Kafka refused for good and that were set aside")
                .tag("outbox", name)
                .register(meters);
    }

    /** Looks for events now and every second from now on. */
    public void start() {
        if (stopped) {
            return;
        }
        started = true;
        timer = vertx.setPeriodic(0, LOOK_EVERY_MS, _ -> wake());
    }

    /** Stops for good, also what is not started yet. */
    public void stop() {
        stopped = true;
        var _ = vertx.cancelTimer(timer);
    }

    /** Looks for events at once, if it is started: call it after a commit. */
    public void wake() {
        wanted = true;
        if (started && !stopped && !running) {
            running = true;
            drain();
        }
    }

    private void drain() {
        wanted = false;
        var _ = relayBatch().onComplete(batch -> {
            // What a stop cuts off is sent by the next start.
            if (batch.failed() && !stopped) {
                LOG.warn(
                        "events of {} wait in its outbox: {}",
                        name,
                        batch.cause().toString());
            }
            boolean more = batch.succeeded() && (batch.result() == BATCH || wanted);
            if (more) {
                drain();
            } else {
                running = false;
            }
        });
    }

    private Future<Integer> relayBatch() {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery("SELECT pg_try_advisory_xact_lock(hashtext($1))")
                .execute(Tuple.of("outbox-" + name))
                .compose(lock ->
                        lock.iterator().next().getBoolean(0) ? publishNext(transaction) : Future.succeededFuture(0)));
    }

    private Future<Integer> publishNext(SqlConnection transaction) {
        return transaction
                .preparedQuery("SELECT position, topic, key, event FROM outbox WHERE refused IS NULL"
                        + " ORDER BY position LIMIT $1")
                .execute(Tuple.of(BATCH))
                .compose(rows -> rows.size() == 0 ? Future.succeededFuture(0) : publishIfUp(transaction, rows));
    }

    /** Asks first: without a broker every send of the batch would wait for its metadata, one after the other. */
    private Future<Integer> publishIfUp(SqlConnection transaction, RowSet<Row> rows) {
        return publisher.ping(rows.iterator().next().getString("topic")).compose(_ -> publish(transaction, rows));
    }

    private Future<Integer> publish(SqlConnection transaction, RowSet<Row> rows) {
        List<Future<Void>> sent = new ArrayList<>(rows.size());
        List<Long> positions = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Buffer event = row.getBuffer("event");
            sent.add(publisher.publishJson(
                    row.getString("topic"), row.getString("key"), event == null ? null : event.getBytes()));
            positions.add(row.getLong("position"));
        }
        return Future.join(sent)
                .<Void>mapEmpty()
                .recover(failure -> sent.stream().allMatch(OutboxRelay::isSettled)
                        ? Future.succeededFuture()
                        // All of them again: what was sent behind the one that failed must not come before it.
                        : Future.failedFuture(failure))
                .compose(_ -> settle(transaction, positions, sent))
                .map(positions.size());
    }

    private static boolean isSettled(Future<Void> send) {
        return send.succeeded() || isRefused(send.cause());
    }

    /** Whether Kafka would refuse the same event again, whenever it is sent. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException;
    }

    private Future<Void> settle(SqlConnection transaction, List<Long> positions, List<Future<Void>> sent) {
        Future<Void> settled = Future.succeededFuture();
        List<Long> taken = new ArrayList<>(positions.size());
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).succeeded()) {
                taken.add(positions.get(i));
            } else {
                long position = positions.get(i);
                String reason = String.valueOf(sent.get(i).cause().getMessage());
                settled = settled.compose(_ -> setAside(transaction, position, reason));
            }
        }
        return settled.compose(_ -> transaction
                        .preparedQuery("DELETE FROM outbox WHERE position = ANY($1)")
                        .execute(Tuple.of(taken.toArray(Long[]::new))))
                .mapEmpty();
    }

    private Future<Void> setAside(SqlConnection transaction, long position, String reason) {
        refused.increment();
        LOG.error("Kafka refuses event {} of {}'s outbox, which is set aside: {}", position, name, reason);
        return transaction
                .preparedQuery("UPDATE outbox SET refused = $2 WHERE position = $1")
                .execute(Tuple.of(position, reason))
                .mapEmpty();
    }
}
