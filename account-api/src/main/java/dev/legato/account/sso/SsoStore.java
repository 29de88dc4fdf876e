package dev.legato.account.sso;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AuditLog;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.account.session.SessionStore;
import dev.legato.account.token.Revocations;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.Revocation.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts' identities at other providers, the sign-ins there and the roles lent by their word, in PostgreSQL. Subjects and
 * sessions of providers stand as keyed hashes. An account's row is locked before those of its identities.
 */
final class SsoStore {
    private static final Logger LOG = LoggerFactory.getLogger(SsoStore.class);
    private static final int PAGE = 50;
    private static final String OF_SUBJECT =
            "identity_id IN (SELECT id FROM sso_identities WHERE issuer = $1 AND subject = $2)";

    private final Pool pool;
    private final Vault vault;
    private final AccountStore accounts;
    private final PersonStore people;
    private final SessionStore sessions;
    private final Revocations revocations;
    private final AuditLog audit;
    private final RandomGenerator random;
    private final Clock clock;
    private final Duration sessionTtl;

    /** Where the state is, and for how long. */
    record Parts(
            Pool pool,
            Vault vault,
            AccountStore accounts,
            PersonStore people,
            SessionStore sessions,
            Revocations revocations,
            AuditLog audit,
            RandomGenerator random,
            Clock clock,
            Duration sessionTtl) {}

    /** An account's identity at a provider, as the owner sees it. */
    record Linked(String id, String issuer, Instant lastUsedAt) {}

    SsoStore(Parts on) {
        this.pool = on.pool();
        this.vault = on.vault();
        this.accounts = on.accounts();
        this.people = on.people();
        this.sessions = on.sessions();
        this.revocations = on.revocations();
        this.audit = on.audit();
        this.random = on.random();
        this.clock = on.clock();
        this.sessionTtl = on.sessionTtl();
    }

    /** The account that an identity belongs to. */
    Future<Optional<String>> account(String issuer, String subject) {
        return pool.preparedQuery("SELECT account_id FROM sso_identities WHERE issuer = $1 AND subject = $2")
                .execute(Tuple.of(issuer, subject(issuer, subject)))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("account_id")));
    }

    /** The identities of an account, the last used first. */
    Future<List<Linked>> list(String account) {
        return pool.preparedQuery("""
                        SELECT id, issuer, last_used_at FROM sso_identities WHERE account_id = $1
                          ORDER BY last_used_at DESC, id LIMIT 100""").execute(Tuple.of(account)).map(rows -> rows.stream()
                .map(row -> new Linked(
                        row.getString("id"),
                        row.getString("issuer"),
                        row.getOffsetDateTime("last_used_at").toInstant()))
                .toList());
    }

    /** Makes an account without a password for who is vouched for; false if the address is taken by now. */
    Future<Boolean> create(Account account) {
        return accounts.addWithoutPassword(pool, account);
    }

    /**
     * Notes a sign-in: the identity belongs to the account from now on, and the account has the roles that the provider says.
     *
     * @param actor who the audit trail says gave or took a role
     * @param said the roles that the provider says
     * @return the id of the sign-in; empty if the account is gone, or the identity another account's
     */
    Future<Optional<String>> enter(String account, ForeignIdentity who, Set<Role> said, String actor) {
        return pool.withTransaction(transaction -> people.lockRoles(transaction, account)
                .compose(now -> now.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : identity(transaction, account, who)
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture(Optional.empty())
                                        : enter(transaction, account, who, now, found.get(), said, actor))));
    }

    private Future<Optional<String>> enter(
            SqlConnection transaction,
            String account,
            ForeignIdentity who,
            Set<Role> now,
            Row identity,
            Set<Role> said,
            String actor) {
        String id = ContentId.random(random);
        String identityId = identity.getString("id");
        return setRoles(transaction, account, identityId, now, RoleChange.of(now, lent(identity), said), actor)
                .compose(_ -> transaction
                        .preparedQuery(
                                "INSERT INTO sso_sessions (id, identity_id, sid, expires_at) VALUES ($1, $2, $3, $4)")
                        .execute(Tuple.from(Arrays.asList(
                                id,
                                identityId,
                                who.sid().map(sid -> sid(who.issuer(), sid)).orElse(null),
                                time(clock.instant().plus(sessionTtl))))))
                .map(Optional.of(id));
    }

    private Future<Optional<Row>> identity(SqlConnection transaction, String account, ForeignIdentity who) {
        OffsetDateTime now = time(clock.instant());
        return transaction
                .preparedQuery("""
                        INSERT INTO sso_identities AS old
                          (id, account_id, issuer, subject, roles_until, linked_at, last_used_at)
                          VALUES ($1, $2, $3, $4, $5, $5, $5)
                        ON CONFLICT (issuer, subject) DO UPDATE SET last_used_at = $5 WHERE old.account_id = $2
                        RETURNING id, roles""")
                .execute(Tuple.of(
                        ContentId.random(random), account, who.issuer(), subject(who.issuer(), who.subject()), now))
                .map(rows -> rows.stream().findFirst());
    }

    private Future<Void> setRoles(
            SqlConnection transaction,
            String account,
            String identity,
            Set<Role> now,
            RoleChange change,
            String actor) {
        Future<Void> done = transaction
                .preparedQuery("UPDATE sso_identities SET roles = $2, roles_until = $3 WHERE id = $1")
                .execute(Tuple.of(
                        identity, labels(change.lent()), time(clock.instant().plus(sessionTtl))))
                .mapEmpty();
        Set<Role> given = without(change.roles(), now);
        Set<Role> taken = without(now, change.roles());
        for (Role role : given) {
            done = done.compose(_ -> audit.add(transaction, actor, account, "grant-" + role.label()));
        }
        for (Role role : taken) {
            done = done.compose(_ -> audit.add(transaction, actor, account, "withdraw-" + role.label()));
        }
        if (!given.isEmpty() || !taken.isEmpty()) {
            done = done.compose(_ -> people.setRoles(transaction, account, change.roles()));
        }
        return taken.isEmpty()
                ? done
                : done.compose(_ -> SessionStore.lockAll(transaction, account))
                        .compose(_ -> revocations.revoke(transaction, Kind.ACCOUNT, account));
    }

    /**
     * Unlinks an identity: what came of its sign-ins ends, and what roles it lent go.
     *
     * @return false if it is the only way into the account, which it then stays
     */
    Future<Boolean> unlink(String account, String id) {
        return pool.withTransaction(
                transaction -> people.lockRoles(transaction, account).compose(now -> isOnlyWayIn(transaction, account)
                        .compose(only -> only
                                ? Future.succeededFuture(false)
                                : find(transaction, account, id)
                                        .compose(found -> found.map(
                                                        identity -> unlink(transaction, account, now, identity))
                                                .orElseGet(Future::succeededFuture))
                                        .map(true))));
    }

    private Future<Void> unlink(SqlConnection transaction, String account, Set<Role> now, Row identity) {
        String id = identity.getString("id");
        RoleChange change = RoleChange.of(now, lent(identity), Set.of());
        // Sign-ins are locked before sessions, as a logout at the provider does.
        return endSessions(transaction, "identity_id = $1", Tuple.of(id))
                .compose(_ -> setRoles(transaction, account, id, now, change, account))
                .compose(_ -> transaction
                        .preparedQuery("DELETE FROM sso_identities WHERE id = $1")
                        .execute(Tuple.of(id)))
                .compose(_ -> audit.add(transaction, account, account, "sso-unlinked"));
    }

    /** Whether an account whose row is locked has one identity and no password. */
    private static Future<Boolean> isOnlyWayIn(SqlConnection transaction, String account) {
        return transaction.preparedQuery("""
                        SELECT FROM accounts WHERE id = $1 AND password_hash IS NULL
                          AND (SELECT count(*) FROM sso_identities WHERE account_id = $1) = 1""").execute(Tuple.of(account)).map(rows -> rows.size() > 0);
    }

    /**
     * Ends what came of one session of a provider's. If no sign-in is known to be of it, those of the subject end whose ID tokens
     * named no session.
     */
    Future<Void> endSession(String issuer, String sid, Optional<String> subject) {
        return pool.withTransaction(transaction -> endSessions(transaction, "sid = $1", Tuple.of(sid(issuer, sid)))
                .compose(ended -> ended > 0 || subject.isEmpty()
                        ? Future.succeededFuture()
                        : endSessions(
                                        transaction,
                                        "sid IS NULL AND " + OF_SUBJECT,
                                        Tuple.of(issuer, subject(issuer, subject.get())))
                                .mapEmpty()));
    }

    /** Ends what came of all sign-ins of a provider's subject. */
    Future<Void> endAll(String issuer, String subject) {
        return pool.withTransaction(
                transaction -> endSessions(transaction, OF_SUBJECT, Tuple.of(issuer, subject(issuer, subject)))
                        .mapEmpty());
    }

    /** Ends what came of some sign-ins; how many these were. */
    private Future<Integer> endSessions(SqlConnection transaction, String which, Tuple values) {
        return transaction
                .preparedQuery("SELECT id FROM sso_sessions WHERE " + which)
                .execute(values)
                .compose(rows -> {
                    String[] ids = rows.stream().map(row -> row.getString("id")).toArray(String[]::new);
                    // Browsers first: they would make more codes.
                    return transaction
                            .preparedQuery("DELETE FROM browser_sessions WHERE sso_session_id = ANY($1)")
                            .execute(Tuple.of(ids))
                            .compose(_ -> sessions.endElsewhere(transaction, ids))
                            .map(ids.length);
                });
    }

    /**
     * Withdraws all roles whose provider has not vouched for them within a session's life, the longest lapsed first. One that
     * cannot be withdrawn is left for the next time and holds the others up no longer than that takes.
     *
     * @return of how many identities
     */
    Future<Integer> withdrawLapsed() {
        return withdrawLapsed(time(Instant.EPOCH), "", 0);
    }

    /** Goes on behind the last identity of the page before. */
    private Future<Integer> withdrawLapsed(OffsetDateTime until, String id, int before) {
        return pool.preparedQuery("""
                        SELECT id, account_id, roles_until FROM sso_identities
                          WHERE roles <> '' AND roles_until < $1 AND (roles_until, id) > ($2, $3)
                          ORDER BY roles_until, id LIMIT $4""")
                .execute(Tuple.of(time(clock.instant()), until, id, PAGE))
                .compose(rows -> {
                    Future<Integer> done = Future.succeededFuture(before);
                    for (Row row : rows) {
                        done = done.compose(count -> withdraw(row.getString("account_id"), row.getString("id"))
                                .map(count + 1)
                                .otherwise(failure -> left(count, failure)));
                    }
                    if (rows.size() < PAGE) {
                        return done;
                    }
                    Row last = rows.stream().reduce((_, next) -> next).orElseThrow();
                    return done.compose(count ->
                            withdrawLapsed(last.getOffsetDateTime("roles_until"), last.getString("id"), count));
                });
    }

    private static int left(int count, Throwable failure) {
        LOG.warn("the lapsed roles of an account stay until the next look: {}", failure.toString());
        return count;
    }

    private Future<Void> withdraw(String account, String id) {
        return pool.withTransaction(transaction -> people.lockRoles(transaction, account)
                .compose(now -> find(transaction, account, id).compose(found -> found.filter(this::hasLapsed)
                        .map(identity -> setRoles(
                                transaction, account, id, now, RoleChange.of(now, lent(identity), Set.of()), "sso"))
                        .orElseGet(Future::succeededFuture))));
    }

    private boolean hasLapsed(Row identity) {
        return identity.getOffsetDateTime("roles_until").toInstant().isBefore(clock.instant());
    }

    /** Removes up to {@code most} sign-ins that have expired, once nothing that came of them is left. */
    Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("""
                        DELETE FROM sso_sessions WHERE id IN (
                          SELECT id FROM sso_sessions s WHERE expires_at < $1
                            AND NOT EXISTS (SELECT FROM sessions WHERE sso_session_id = s.id) LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(rows -> rows.rowCount());
    }

    private static Future<Optional<Row>> find(SqlConnection transaction, String account, String id) {
        return transaction
                .preparedQuery("SELECT * FROM sso_identities WHERE id = $1 AND account_id = $2 FOR UPDATE")
                .execute(Tuple.of(id, account))
                .map(rows -> rows.stream().findFirst());
    }

    private Buffer subject(String issuer, String subject) {
        return Buffer.buffer(vault.lookup(issuer + " " + subject, "sso_identities.subject"));
    }

    private Buffer sid(String issuer, String sid) {
        return Buffer.buffer(vault.lookup(issuer + " " + sid, "sso_sessions.sid"));
    }

    private static Set<Role> lent(Row identity) {
        return Role.parseSome(identity.getString("roles"));
    }

    private static String labels(Set<Role> roles) {
        return new TreeSet<>(roles).stream().map(Role::label).collect(Collectors.joining(" "));
    }

    private static Set<Role> without(Set<Role> all, Set<Role> left) {
        Set<Role> rest = new HashSet<>(all);
        rest.removeAll(left);
        return rest;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
