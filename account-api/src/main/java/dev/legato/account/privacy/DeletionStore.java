package dev.legato.account.privacy;

import dev.legato.account.session.SessionStore;
import dev.legato.account.token.Revocations;
import dev.legato.contracts.AccountEvent;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Revocation.Kind;
import dev.legato.contracts.Topics;
import dev.legato.runtime.postgres.Outbox;
import dev.legato.runtime.postgres.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletions of accounts in PostgreSQL, from the request to the last service's answer. For virtual threads. */
final class DeletionStore {
    private static final String SOURCE = "/account-api";
    private static final String[] HOLDERS =
            AccountEvent.HOLDERS.stream().map(LegatoService::label).sorted().toArray(String[]::new);

    private final Pool pool;
    private final SessionStore sessions;
    private final Revocations revocations;
    private final Clock clock;

    /** How many services have yet to say that they have forgotten an account, all accounts together. */
    record Open(long answers, Optional<Instant> since) {}

    DeletionStore(Pool pool, SessionStore sessions, Revocations revocations, Clock clock) {
        this.pool = pool;
        this.sessions = sessions;
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * Begins the grace of a deletion, or returns the one that has begun. All sessions of the account end, and no access
     * token of it is accepted any more: a guest's could make an account of the guest.
     *
     * @param grace of an account; a guest has none
     */
    Deletion begin(String account, Duration grace) {
        return Transactions.run(pool, transaction -> {
            Instant now = clock.instant();
            // Locked, so that the guest does not become an account meanwhile.
            boolean guest = transaction
                            .preparedQuery("SELECT FROM accounts WHERE id = $1 AND email_lookup IS NULL FOR UPDATE")
                            .execute(Tuple.of(account))
                            .await()
                            .size()
                    > 0;
            Row row = transaction
                    .preparedQuery("""
                            INSERT INTO account_deletions (account_id, requested_at, due_at) VALUES ($1, $2, $3)
                            ON CONFLICT (account_id) DO UPDATE SET account_id = $1
                            RETURNING requested_at, due_at""")
                    .execute(Tuple.of(account, time(now), time(guest ? now : now.plus(grace))))
                    .await()
                    .iterator()
                    .next();
            sessions.endAll(transaction, account).await();
            revocations.revoke(transaction, Kind.ACCOUNT, account).await();
            return deletion(row);
        });
    }

    Future<Optional<Deletion>> find(String account) {
        return pool.preparedQuery("""
                        SELECT requested_at, due_at FROM account_deletions
                          WHERE account_id = $1 AND deleted_at IS NULL""")
                .execute(Tuple.of(account))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(deletion(rows.iterator().next())));
    }

    /** Whether there was one to take back. */
    Future<Boolean> takeBack(String account) {
        return pool.preparedQuery("DELETE FROM account_deletions WHERE account_id = $1 AND deleted_at IS NULL")
                .execute(Tuple.of(account))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Deletes one account whose grace is over, and asks all services to forget it.
     *
     * @param tokenLife after which no token of it is accepted any more
     * @return whether there was one
     */
    boolean deleteOne(Duration tokenLife) {
        return Transactions.run(pool, transaction -> {
            OffsetDateTime now = time(clock.instant());
            var due = transaction.preparedQuery("""
                            SELECT account_id FROM account_deletions WHERE deleted_at IS NULL AND due_at <= $1
                              ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED""").execute(Tuple.of(now)).await();
            if (due.size() == 0) {
                return false;
            }
            String account = due.iterator().next().getString(0);
            run(transaction, "DELETE FROM accounts WHERE id = $1", Tuple.of(account));
            revocations.revoke(transaction, Kind.ACCOUNT, account).await();
            run(transaction, """
                            UPDATE account_deletions SET deleted_at = $2, settled_at = $3, asked_at = $2
                              WHERE account_id = $1""", Tuple.of(account, now, time(clock.instant().plus(tokenLife))));
            ask(transaction, account);
            return true;
        });
    }

    /**
     * Asks again about deleted accounts of which a service has not answered since their last token expired: what came in
     * with such a token may have been stored after the first answer.
     *
     * @return how many accounts were asked about
     */
    int remind(Duration after, int most) {
        return Transactions.run(pool, transaction -> {
            Instant now = clock.instant();
            List<String> accounts = new ArrayList<>();
            for (Row row : transaction
                    .preparedQuery("""
                            SELECT account_id FROM account_deletions WHERE deleted_at IS NOT NULL AND settled_at <= $1
                              AND (asked_at < settled_at OR asked_at <= $2) LIMIT $3 FOR UPDATE SKIP LOCKED""")
                    .execute(Tuple.of(time(now), time(now.minus(after)), most))
                    .await()) {
                accounts.add(row.getString(0));
            }
            for (String account : accounts) {
                run(
                        transaction,
                        "UPDATE account_deletions SET asked_at = $2 WHERE account_id = $1",
                        Tuple.of(account, time(now)));
                ask(transaction, account);
            }
            return accounts.size();
        });
    }

    /**
     * Notes that a service has forgotten an account; when the last has, nothing here names the account any more.
     *
     * @param at when it had: an answer may be read long after it was given
     */
    void forgotten(String account, String service, Instant at) {
        int _ = Transactions.run(pool, transaction -> {
            run(transaction, """
                            INSERT INTO account_forgotten (account_id, service, at)
                              SELECT account_id, $2, $3 FROM account_deletions
                                WHERE account_id = $1 AND deleted_at IS NOT NULL FOR UPDATE
                            ON CONFLICT (account_id, service) DO UPDATE SET at = greatest(account_forgotten.at, $3)""", Tuple.of(account, service, time(at)));
            int settled = transaction
                    .preparedQuery("""
                            DELETE FROM account_deletions d WHERE account_id = $1 AND deleted_at IS NOT NULL
                              AND NOT EXISTS (SELECT FROM unnest($2::text[]) s WHERE NOT EXISTS (
                                SELECT FROM account_forgotten f
                                  WHERE f.account_id = d.account_id AND f.service = s AND f.at >= d.settled_at))""")
                    .execute(Tuple.of(account).addArrayOfString(HOLDERS))
                    .await()
                    .rowCount();
            if (settled == 1) {
                // Its last token has expired: nothing is left to revoke.
                run(transaction, "DELETE FROM revocations WHERE id = $1", Tuple.of(account));
            }
            return settled;
        });
    }

    /** What is still open of accounts whose tokens have expired. */
    Future<Open> open() {
        return pool.preparedQuery("""
                        SELECT count(*), min(d.settled_at) FROM account_deletions d, unnest($2::text[]) s
                          WHERE d.deleted_at IS NOT NULL AND d.settled_at <= $1 AND NOT EXISTS (
                            SELECT FROM account_forgotten f
                              WHERE f.account_id = d.account_id AND f.service = s AND f.at >= d.settled_at)""")
                .execute(Tuple.of(time(clock.instant())).addArrayOfString(HOLDERS))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Open(
                            row.getLong(0),
                            Optional.ofNullable(row.getOffsetDateTime(1)).map(OffsetDateTime::toInstant));
                });
    }

    private void ask(SqlConnection transaction, String account) {
        Instant now = clock.instant();
        AccountEvent.Type type = AccountEvent.Type.DELETED;
        Outbox.add(
                        transaction,
                        Topics.ACCOUNTS,
                        account,
                        CloudEvent.of(
                                "%s:deleted:%d".formatted(account, now.toEpochMilli()),
                                SOURCE,
                                type.eventType(),
                                account,
                                now,
                                new AccountEvent(account, null)))
                .await();
    }

    private static void run(SqlConnection transaction, String statement, Tuple parameters) {
        var _ = transaction.preparedQuery(statement).execute(parameters).await();
    }

    private static Deletion deletion(Row row) {
        return new Deletion(
                row.getOffsetDateTime("requested_at").toInstant(),
                row.getOffsetDateTime("due_at").toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
