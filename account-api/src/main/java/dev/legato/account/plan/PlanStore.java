package dev.legato.account.plan;

import dev.legato.runtime.json.Json;
import dev.legato.runtime.postgres.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The events of accounts' plans in PostgreSQL, and the audit trail. Blocks its virtual thread.
 *
 * <p>The state is not stored but made anew from the events, so that one that comes late takes its place among those that came
 * before it. Events older than {@link #SETTLED} are folded into a base, after which one that is older than the base is late
 * for good.
 */
public final class PlanStore {
    /** No provider reports an event later than this. */
    static final Duration SETTLED = Duration.ofDays(60);

    /** How long the audit trail is kept. */
    private static final Duration AUDITED = Duration.ofDays(2 * 365);

    /** Fewer events than this are not worth folding. */
    private static final int FEW = 100;

    private final Pool pool;
    private final Clock clock;
    private final Duration grace;

    /** What became of an event. */
    public enum Outcome {
        /** It was taken. */
        APPLIED,
        /** It was there already. */
        REPEATED,
        /** It is older than what was settled. */
        LATE,
        /** There is no such account. */
        UNKNOWN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A line of the audit trail.
     *
     * @param actor {@code provider}, or the id of the account that did it
     */
    public record Change(
            Instant at,
            String actor,
            String event,
            String kind,
            String planBefore,
            String statusBefore,
            String planAfter,
            String statusAfter) {}

    /** An account's events, and what they begin with. */
    private record History(Subscription base, Instant baseAt, List<PlanEvent> events) {}

    public PlanStore(Pool pool, Clock clock, Duration grace) {
        this.pool = pool;
        this.clock = clock;
        this.grace = grace;
    }

    /** Whether there is such an account. */
    boolean isAccount(String id) {
        return pool.preparedQuery("SELECT FROM accounts WHERE id = $1")
                        .execute(Tuple.of(id))
                        .await()
                        .size()
                > 0;
    }

    /** The state of an account's own plan. */
    public Subscription of(String account) {
        return of(pool, account);
    }

    Subscription of(SqlClient client, String account) {
        return history(client, account, "")
                .map(history -> history.base.after(history.events, grace))
                .orElse(Subscription.NONE)
                .at(clock.instant(), grace);
    }

    /**
     * Takes an event; the same one any number of times, in any order.
     *
     * @param actor who did it, for the audit trail
     */
    public Outcome add(String account, PlanEvent event, String actor) {
        return Transactions.run(pool, transaction -> {
            var _ = transaction
                    .preparedQuery("INSERT INTO plan_states (account_id, base, base_at)"
                            + " SELECT id, $2::text::jsonb, to_timestamp(0) FROM accounts WHERE id = $1"
                            + " ON CONFLICT DO NOTHING")
                    .execute(Tuple.of(account, json(Subscription.NONE)))
                    .await();
            History before = history(transaction, account, " FOR UPDATE").orElse(null);
            if (before == null) {
                return Outcome.UNKNOWN;
            }
            if (!event.at().isAfter(before.baseAt)) {
                return Outcome.LATE;
            }
            if (!insert(transaction, account, event)) {
                return Outcome.REPEATED;
            }
            List<PlanEvent> events = new ArrayList<>(before.events);
            events.add(event);
            audit(transaction, account, event, actor, before, events);
            settle(transaction, account, before, events);
            return Outcome.APPLIED;
        });
    }

    /** The last lines of an account's audit trail, the newest first. */
    public List<Change> changes(String account, int most) {
        List<Change> changes = new ArrayList<>();
        for (Row row : pool.preparedQuery("SELECT * FROM plan_changes WHERE account_id = $1 ORDER BY id DESC LIMIT $2")
                .execute(Tuple.of(account, most))
                .await()) {
            changes.add(new Change(
                    row.getOffsetDateTime("changed_at").toInstant(),
                    row.getString("actor"),
                    row.getString("event_id"),
                    row.getString("kind"),
                    row.getString("plan_before"),
                    row.getString("status_before"),
                    row.getString("plan_after"),
                    row.getString("status_after")));
        }
        return changes;
    }

    /** Removes up to {@code most} lines of the audit trail that are too old. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("DELETE FROM plan_changes WHERE id IN"
                        + " (SELECT id FROM plan_changes WHERE changed_at < $1 LIMIT $2)")
                .execute(Tuple.of(time(clock.instant().minus(AUDITED)), most))
                .map(RowSet::rowCount);
    }

    private Optional<History> history(SqlClient client, String account, String lock) {
        RowSet<Row> states = client.preparedQuery(
                        "SELECT base::text AS base, base_at FROM plan_states WHERE account_id = $1" + lock)
                .execute(Tuple.of(account))
                .await();
        if (states.size() == 0) {
            return Optional.empty();
        }
        List<PlanEvent> events = new ArrayList<>();
        for (Row row : client.preparedQuery("SELECT * FROM plan_events WHERE account_id = $1")
                .execute(Tuple.of(account))
                .await()) {
            events.add(event(row));
        }
        Row state = states.iterator().next();
        return Optional.of(new History(
                subscription(state.getString("base")),
                state.getOffsetDateTime("base_at").toInstant(),
                events));
    }

    private static boolean insert(SqlClient transaction, String account, PlanEvent event) {
        return transaction
                        .preparedQuery(
                                "INSERT INTO plan_events (account_id, id, happened_at, sequence, kind, plan, until)"
                                        + " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING")
                        .execute(Tuple.of(
                                account,
                                event.id(),
                                time(event.at()),
                                event.sequence(),
                                event.kind().name(),
                                event.plan() == null ? null : event.plan().name(),
                                event.until() == null ? null : time(event.until())))
                        .await()
                        .rowCount()
                == 1;
    }

    private void audit(
            SqlClient transaction,
            String account,
            PlanEvent event,
            String actor,
            History history,
            List<PlanEvent> events) {
        Instant now = clock.instant();
        Subscription before = history.base.after(history.events, grace).at(now, grace);
        Subscription after = history.base.after(events, grace).at(now, grace);
        var _ = transaction
                .preparedQuery("INSERT INTO plan_changes (account_id, changed_at, actor, event_id, kind,"
                        + " plan_before, status_before, plan_after, status_after)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
                .execute(Tuple.tuple(List.of(
                        account,
                        time(now),
                        actor,
                        event.id(),
                        event.kind().label(),
                        before.effective().label(),
                        label(before),
                        after.effective().label(),
                        label(after))))
                .await();
    }

    /** Folds what is settled into the base. */
    private void settle(SqlClient transaction, String account, History history, List<PlanEvent> events) {
        Instant until = clock.instant().minus(SETTLED);
        List<PlanEvent> settled =
                events.stream().filter(event -> !event.at().isAfter(until)).toList();
        if (events.size() <= FEW || settled.isEmpty()) {
            return;
        }
        var _ = transaction
                .preparedQuery("UPDATE plan_states SET base = $2::text::jsonb, base_at = $3 WHERE account_id = $1")
                .execute(Tuple.of(account, json(history.base.after(settled, grace)), time(until)))
                .await();
        var _ = transaction
                .preparedQuery("DELETE FROM plan_events WHERE account_id = $1 AND happened_at <= $2")
                .execute(Tuple.of(account, time(until)))
                .await();
    }

    private static PlanEvent event(Row row) {
        String plan = row.getString("plan");
        OffsetDateTime until = row.getOffsetDateTime("until");
        return new PlanEvent(
                row.getString("id"),
                row.getOffsetDateTime("happened_at").toInstant(),
                row.getLong("sequence"),
                PlanEvent.Kind.valueOf(row.getString("kind")),
                plan == null ? null : Plan.valueOf(plan),
                until == null ? null : until.toInstant());
    }

    private static String label(Subscription subscription) {
        return subscription.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String json(Subscription subscription) {
        return new String(Json.write(subscription), StandardCharsets.UTF_8);
    }

    private static Subscription subscription(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), Subscription.class);
        } catch (IOException e) {
            throw new UncheckedIOException("plan_states.base", e);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
