package dev.legato.account.signin;

import dev.legato.account.person.AuditLog;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.account.token.Revocations;
import dev.legato.contracts.Revocation.Kind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an administrator may do to accounts, on the page or at the machine's console; each deed is audited. */
public final class Administration {
    /** The actor of what is done at the machine. */
    public static final String CONSOLE = "console";

    private static final Duration INVITATION_LIFE = Duration.ofDays(7);
    private static final Duration FIRST_ADMIN_LIFE = Duration.ofHours(24);

    /** Any number that no other lock of the database has. */
    private static final long FIRST_ADMIN_LOCK = 0x6c656761746f3161L;

    private final Pool pool;
    private final PersonStore people;
    private final OneTimeTokens tokens;
    private final Revocations revocations;
    private final AuditLog audit;
    private final URI issuer;

    public Administration(
            Pool pool, PersonStore people, OneTimeTokens tokens, Revocations revocations, AuditLog audit, URI issuer) {
        this.pool = pool;
        this.people = people;
        this.tokens = tokens;
        this.revocations = revocations;
        this.audit = audit;
        this.issuer = issuer;
    }

    /** The people, a page at a time; see {@link PersonStore#list}. */
    public Future<List<Person>> list(String after, int limit) {
        return people.list(after, limit);
    }

    /** The person of an address. */
    public Future<Optional<Person>> find(EmailAddress email) {
        return people.find(email);
    }

    /** A link by which a person sets a new password; good once and for an hour. */
    public Future<String> resetLink(String actor, Person person) {
        return audit.add(actor, person.account().id(), "reset-link")
                .compose(_ -> tokens.create(Purpose.RESET, person.account().id(), "", Letters.RESET_LIFE))
                .map(token -> issuer.resolve("/account/reset?token=" + token).toString());
    }

    /**
     * A link by which somebody signs up where that takes an invitation; good once and for a week.
     *
     * @param email the only address it is good for, or empty for any
     */
    public Future<String> invite(String actor, Optional<EmailAddress> email) {
        return audit.add(actor, "", "invite")
                .compose(_ -> tokens.create(
                        Purpose.INVITATION, null, email.map(tokens::mark).orElse(""), INVITATION_LIFE))
                .map(token ->
                        issuer.resolve("/account/signup?invitation=" + token).toString());
    }

    /** Gives a role or takes it. What is taken ends with the access tokens that tell of it. */
    public Future<Void> setRole(String actor, Person person, Role role, boolean has) {
        String account = person.account().id();
        return pool.withTransaction(
                transaction -> people.lockRoles(transaction, account).compose(found -> {
                    Set<Role> roles = new HashSet<>(found);
                    if (has ? !roles.add(role) : !roles.remove(role)) {
                        return Future.succeededFuture();
                    }
                    return audit.add(transaction, actor, account, (has ? "grant-" : "withdraw-") + role.label())
                            .compose(_ -> people.setRoles(transaction, account, roles))
                            .compose(_ -> has
                                    ? Future.succeededFuture()
                                    : SessionStore.lockAll(transaction, account)
                                            .compose(_ -> revocations.revoke(transaction, Kind.ACCOUNT, account)));
                }));
    }

    /** Removes all second factors of a person who has lost them: app, passkeys, recovery codes. */
    public Future<Void> removeFactors(String actor, Person person) {
        return removeFactors(actor, person.account().id());
    }

    Future<Void> removeFactors(String actor, String id) {
        Tuple account = Tuple.of(id);
        return audit.add(actor, id, "remove-factors")
                .compose(_ -> pool.withTransaction(transaction -> transaction
                        .preparedQuery("DELETE FROM authenticators WHERE account_id = $1")
                        .execute(account)
                        .compose(_ -> transaction
                                .preparedQuery("DELETE FROM passkeys WHERE account_id = $1")
                                .execute(account))
                        .compose(_ -> transaction
                                .preparedQuery("DELETE FROM recovery_codes WHERE account_id = $1")
                                .execute(account))
                        .mapEmpty()));
    }

    /** Removes an account's links with other providers and the roles that these lent; what came of them ends as well. */
    Future<Void> removeLinks(String account) {
        return pool.withTransaction(
                transaction -> people.lockRoles(transaction, account).compose(now -> transaction
                        .preparedQuery("DELETE FROM sso_identities WHERE account_id = $1 RETURNING roles")
                        .execute(Tuple.of(account))
                        .compose(rows -> {
                            Set<Role> left = new HashSet<>(now);
                            rows.forEach(row -> left.removeAll(Role.parseSome(row.getString("roles"))));
                            return left.equals(now)
                                    ? Future.succeededFuture()
                                    : people.setRoles(transaction, account, left)
                                            .compose(_ -> SessionStore.lockAll(transaction, account))
                                            .compose(_ -> revocations.revoke(transaction, Kind.ACCOUNT, account));
                        })));
    }

    /** Whether a token is that of a link for the first administrator, and there is none yet. */
    Future<Boolean> isFirstAdminLink(String token) {
        return tokens.peek(Purpose.FIRST_ADMIN, token)
                .compose(grant -> grant.isEmpty()
                        ? Future.succeededFuture(false)
                        : people.hasAdmin(pool).map(has -> !has));
    }

    /** Makes an account the administrator, unless there is one; whether it did. Of two at once the second finds the first. */
    Future<Boolean> makeFirstAdmin(String account) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery("SELECT pg_advisory_xact_lock($1) IS NULL")
                .execute(Tuple.of(FIRST_ADMIN_LOCK))
                .compose(_ -> people.hasAdmin(transaction))
                .compose(has -> has
                        ? Future.succeededFuture(false)
                        : people.setRoles(transaction, account, Set.of(Role.ADMIN))
                                .compose(_ -> audit.add(transaction, account, account, "grant-admin"))
                                .map(true)));
    }

    /**
     * A link by which the first administrator signs up, whoever else may; good once and for a day.
     *
     * @return empty if there is an administrator
     */
    public Future<Optional<String>> firstAdminLink() {
        return people.hasAdmin(pool)
                .compose(has -> has
                        ? Future.succeededFuture(Optional.empty())
                        : tokens.create(Purpose.FIRST_ADMIN, null, "", FIRST_ADMIN_LIFE)
                                .map(token -> Optional.of(issuer.resolve("/account/signup?first=" + token)
                                        .toString())));
    }
}
