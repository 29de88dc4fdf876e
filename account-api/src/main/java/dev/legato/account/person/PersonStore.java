package dev.legato.account.person;

import dev.legato.account.vault.Vault;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What accounts are more than names and passwords, in PostgreSQL: roles, verification, country, language. Guests have none. */
public final class PersonStore {
    private static final String SELECT =
            "SELECT id, email_cipher, name, roles, email_verified_at, country, language, created_at FROM accounts";

    private final Pool pool;
    private final EmailColumn emails;
    private final Clock clock;

    public PersonStore(Pool pool, Vault vault, Clock clock) {
        this.pool = pool;
        this.emails = new EmailColumn(vault);
        this.clock = clock;
    }

    public Future<Optional<Person>> find(String id) {
        return pool.preparedQuery(SELECT + " WHERE id = $1 AND email_lookup IS NOT NULL")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().map(this::person).findFirst());
    }

    public Future<Optional<Person>> find(EmailAddress email) {
        return pool.preparedQuery(SELECT + " WHERE email_lookup = $1")
                .execute(Tuple.of(emails.lookup(email)))
                .map(rows -> rows.stream().map(this::person).findFirst());
    }

    /**
     * People in the order of their ids.
     *
     * @param after the last id of the page before, or the empty text
     */
    public Future<List<Person>> list(String after, int limit) {
        return pool.preparedQuery(SELECT + " WHERE email_lookup IS NOT NULL AND id > $1 ORDER BY id LIMIT $2")
                .execute(Tuple.of(after, limit))
                .map(rows -> rows.stream().map(this::person).toList());
    }

    /** The roles within a transaction, until whose end nobody else changes them; empty if there is no such account. */
    public Future<Set<Role>> lockRoles(SqlClient transaction, String id) {
        return transaction
                .preparedQuery("SELECT roles FROM accounts WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> Role.parseAll(row.getString("roles")))
                        .orElse(Set.of()));
    }

    /** Sets the roles within a transaction; listener is always among them. */
    public Future<Void> setRoles(SqlClient transaction, String id, Set<Role> roles) {
        String text = Stream.concat(Stream.of(Role.LISTENER), roles.stream())
                .distinct()
                .sorted()
                .map(Role::label)
                .collect(Collectors.joining(" "));
        return transaction
                .preparedQuery("UPDATE accounts SET roles = $2 WHERE id = $1")
                .execute(Tuple.of(id, text))
                .mapEmpty();
    }

    /** Sets what a person says of itself. */
    public Future<Void> setProfile(String id, DisplayName name, @Nullable String country, @Nullable String language) {
        return pool.preparedQuery("UPDATE accounts SET name = $2, country = $3, language = $4 WHERE id = $1")
                .execute(Tuple.of(id, name.value(), country, language))
                .mapEmpty();
    }

    /** Notes that mail to the address arrives. */
    public Future<Void> setVerified(String id) {
        return pool.preparedQuery("UPDATE accounts SET email_verified_at = $2 WHERE id = $1")
                .execute(Tuple.of(id, clock.instant().atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    /** Whether somebody is an administrator. */
    public Future<Boolean> hasAdmin(SqlClient client) {
        return client.preparedQuery("SELECT FROM accounts WHERE roles LIKE '%admin%' LIMIT 1")
                .execute()
                .map(rows -> rows.size() > 0);
    }

    private Person person(Row row) {
        return new Person(
                new Account(row.getString("id"), emails.read(row), row.getString("name")),
                Role.parseAll(row.getString("roles")),
                row.getOffsetDateTime("email_verified_at") != null,
                row.getString("country"),
                row.getString("language"),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
