package dev.legato.account.signin;

import dev.legato.account.person.AuditLog;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.account.signin.OneTimeTokens.Purpose;
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

    private final Pool pool;
    private final PersonStore people;
    private final OneTimeTokens tokens;
    private final AuditLog audit;
    private final URI issuer;

    public Administration(Pool pool, PersonStore people, OneTimeTokens tokens, AuditLog audit, URI issuer) {
        this.pool = pool;
        this.people = people;
        this.tokens = tokens;
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
                        Purpose.INVITATION, null, email.map(Stamp::resource).orElse(""), INVITATION_LIFE))
                .map(token ->
                        issuer.resolve("/account/signup?invitation=" + token).toString());
    }

    /** Gives a role or takes it. */
    public Future<Void> setRole(String actor, Person person, Role role, boolean has) {
        Set<Role> roles = new HashSet<>(person.roles());
        boolean changed = has ? roles.add(role) : roles.remove(role);
        return changed
                ? audit.add(actor, person.account().id(), (has ? "grant-" : "withdraw-") + role.label())
                        .compose(_ -> people.setRoles(person.account().id(), roles))
                : Future.succeededFuture();
    }

    /** Removes all second factors of a person who has lost them: app, passkeys, recovery codes. */
    public Future<Void> removeFactors(String actor, Person person) {
        Tuple account = Tuple.of(person.account().id());
        return audit.add(actor, person.account().id(), "remove-factors")
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

    /** A link by which the first administrator signs up; empty if there is one already. Good once and for a day. */
    public Future<Optional<String>> firstAdminLink() {
        return people.hasAdmin()
                .compose(has -> has
                        ? Future.succeededFuture(Optional.empty())
                        : tokens.create(Purpose.FIRST_ADMIN, null, "", FIRST_ADMIN_LIFE)
                                .map(token -> Optional.of(issuer.resolve("/account/signup?first=" + token)
                                        .toString())));
    }
}
