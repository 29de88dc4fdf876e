package dev.legato.account.person;

import dev.legato.account.vault.Vault;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts in PostgreSQL. */
public final class AccountStore {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Pool pool;
    private final EmailColumn emails;
    private final Clock clock;

    /**
     * An account with the hash of its password.
     *
     * @param passwordHash null if it has none: its owner signs in at another provider
     */
    public record Credentials(Account account, @Nullable String passwordHash) {}

    public AccountStore(Pool pool, Vault vault, Clock clock) {
        this.pool = pool;
        this.emails = new EmailColumn(vault);
        this.clock = clock;
    }

    /**
     * Adds an account, or turns the guest of this id into it.
     *
     * @return false if the address is taken, or the guest has become an account already or is being deleted
     */
    public Future<Boolean> add(Account account, String passwordHash) {
        // A deletion that locks the guest's row is waited for, and then seen by the next statement.
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery("SELECT FROM accounts WHERE id = $1 FOR UPDATE")
                        .execute(Tuple.of(account.id()))
                        .compose(_ -> add(transaction, account, passwordHash)))
                .recover(failure -> failure instanceof PgException e && UNIQUE_VIOLATION.equals(e.getSqlState())
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    private Future<Boolean> add(SqlClient transaction, Account account, String passwordHash) {
        return transaction
                .preparedQuery("""
                        INSERT INTO accounts (id, email_cipher, email_lookup, name, password_hash, created_at)
                          SELECT $1, $2, $3, $4, $5, $6
                            WHERE NOT EXISTS (SELECT FROM account_deletions WHERE account_id = $1)
                        ON CONFLICT (id) DO UPDATE
                          SET email_cipher = $2, email_lookup = $3, name = $4, password_hash = $5
                          WHERE accounts.email_lookup IS NULL""")
                .execute(Tuple.of(account.id(), emails.cipher(account.id(), account.email()))
                        .addValue(emails.lookup(account.email()))
                        .addValue(account.name())
                        .addValue(passwordHash)
                        .addValue(now()))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Adds, in a transaction under way, an account without a password, whose owner signs in at another provider. That
     * provider vouches for its address.
     *
     * @return false if the address is taken
     */
    public Future<Boolean> addWithoutPassword(SqlClient transaction, Account account) {
        return transaction
                .preparedQuery("""
                        INSERT INTO accounts (id, email_cipher, email_lookup, name, created_at, email_verified_at)
                          VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT DO NOTHING""")
                .execute(Tuple.of(
                        account.id(),
                        emails.cipher(account.id(), account.email()),
                        emails.lookup(account.email()),
                        account.name(),
                        now()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Adds a guest in a transaction under way. */
    public Future<Void> addGuest(SqlClient transaction, Account guest) {
        return transaction
                .preparedQuery("INSERT INTO accounts (id, name, created_at) VALUES ($1, $2, $3)")
                .execute(Tuple.of(guest.id(), guest.name(), now()))
                .mapEmpty();
    }

    public Future<Optional<Account>> find(String id) {
        return find(pool, id);
    }

    public Future<Optional<Account>> find(SqlClient client, String id) {
        return client.preparedQuery("SELECT id, email_cipher, name, roles FROM accounts WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> first(rows).map(this::account));
    }

    public Future<Optional<Credentials>> credentials(EmailAddress email) {
        return pool.preparedQuery(
                        "SELECT id, email_cipher, name, roles, password_hash FROM accounts WHERE email_lookup = $1")
                .execute(Tuple.of(emails.lookup(email)))
                .map(rows -> first(rows).map(row -> new Credentials(account(row), row.getString("password_hash"))));
    }

    /** Whether an account has a password; who signs in by a passkey or elsewhere alone has none. */
    public Future<Boolean> hasPassword(String id) {
        return pool.preparedQuery("SELECT FROM accounts WHERE id = $1 AND password_hash IS NOT NULL")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() > 0);
    }

    /**
     * Replaces the hash of a password.
     *
     * @param old the hash that must still be there; null to replace any
     * @return false if it is another by now, or there is no such account
     */
    public Future<Boolean> replacePassword(String id, @Nullable String old, String hash) {
        return pool.preparedQuery("""
                        UPDATE accounts SET password_hash = $3
                          WHERE id = $1 AND email_lookup IS NOT NULL AND ($2::text IS NULL OR password_hash = $2)""").execute(Tuple.of(id, old, hash)).map(rows -> rows.rowCount() == 1);
    }

    /**
     * Notes that an account's address is confirmed, and removes the password, which was set before.
     *
     * @return false if it was confirmed already, or there is no such account
     */
    public Future<Boolean> giveToOwner(String id) {
        return pool.preparedQuery("""
                        UPDATE accounts SET password_hash = NULL, email_verified_at = $2
                          WHERE id = $1 AND email_lookup IS NOT NULL AND email_verified_at IS NULL""").execute(Tuple.of(id, now())).map(rows -> rows.rowCount() == 1);
    }

    /**
     * Forgets up to {@code most} guests whose sessions have all ended and that were neither made nor logged out since:
     * nobody can be them any more. They stand as deleted from then on, so that the other services are asked to forget them
     * too.
     */
    public Future<Integer> removeGuests(Instant since, int most) {
        return pool.preparedQuery("""
                        WITH gone AS (DELETE FROM accounts WHERE email_lookup IS NULL AND id IN (
                          SELECT id FROM accounts a WHERE email_lookup IS NULL AND created_at < $1
                            AND (logged_out_at IS NULL OR logged_out_at < $1)
                            AND NOT EXISTS (SELECT FROM sessions WHERE account_id = a.id) LIMIT $2) RETURNING id)
                        INSERT INTO account_deletions (account_id, requested_at, due_at, deleted_at, settled_at, asked_at)
                          SELECT id, $3, $3, $3, $3, $1 FROM gone ON CONFLICT DO NOTHING""")
                .execute(Tuple.of(since.atOffset(ZoneOffset.UTC), most, now()))
                .map(RowSet::rowCount);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private Account account(Row row) {
        EmailAddress email = emails.read(row);
        return email == null
                ? new Account(row.getString("id"), null, row.getString("name"))
                : new Account(row.getString("id"), email, row.getString("name"), Role.parseAll(row.getString("roles")));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
