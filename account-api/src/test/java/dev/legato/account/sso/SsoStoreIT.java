package dev.legato.account.sso;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AuditLog;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.account.session.Grant;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Presenter;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.account.token.Revocations;
import dev.legato.account.vault.MasterKey;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.ContentId;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sign-in elsewhere leaves here, and when it ends. */
final class SsoStoreIT {
    private static final String ISSUER = "https://house.example";
    private static final Duration TTL = Duration.ofHours(12);

    private final Vertx vertx = Vertx.vertx();
    private final SecureRandom random = new SecureRandom();
    private final SetClock clock = new SetClock();
    private Pool pool;
    private AccountStore accounts;
    private PersonStore people;
    private SessionStore sessions;
    private SsoStore store;
    private Account dora;

    /** A clock that a test sets. */
    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("always UTC");
        }
    }

    @BeforeEach
    void open() throws Exception {
        pool = await(Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 2), "account"));
        Vault vault = Vault.inMemory(MasterKey.of(new byte[MasterKey.BYTES]));
        accounts = new AccountStore(pool, vault, clock);
        people = new PersonStore(pool, vault, clock);
        Revocations revocations = new Revocations(pool, clock, Duration.ofMinutes(10));
        sessions = new SessionStore(pool, accounts, revocations, random, clock, Duration.ofDays(30));
        store = new SsoStore(new SsoStore.Parts(
                pool, vault, accounts, people, sessions, revocations, new AuditLog(pool, clock), random, clock, TTL));
        dora = new Account(ContentId.random(random), EmailAddress.parse("dora@house.example"), "Dora");
        assertTrue(await(store.create(dora)));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void create_ofTakenAddress_makesNothing() throws Exception {
        assertFalse(await(store.create(new Account(ContentId.random(random), dora.email(), "Other"))));
        assertTrue(await(people.find(dora.id())).orElseThrow().verified());
    }

    @Test
    void enter_ofAnotherAccountsIdentity_isRefused() throws Exception {
        Account other = new Account(ContentId.random(random), EmailAddress.parse("other@house.example"), "Other");
        assertTrue(await(store.create(other)));
        assertTrue(enter("s1").isPresent());
        assertEquals(Optional.empty(), await(store.enter(other.id(), who("s1"), Set.of(), "sso:house")));
        assertEquals(Optional.empty(), await(store.enter("nobody", who("s2"), Set.of(), "sso:house")));
        assertEquals(Optional.of(dora.id()), await(store.account(ISSUER, "dora")));
        assertEquals(Optional.empty(), await(store.account("https://other.example", "dora")));
    }

    @Test
    void refresh_afterTheSessionsTime_needsANewSignIn() throws Exception {
        Session session = opened(enter("s1").orElseThrow());
        clock.now = clock.now.plus(TTL.minusMinutes(1));
        Session rotated = refreshed(session).orElseThrow();
        assertEquals(session.grant(), rotated.grant());
        clock.now = clock.now.plus(Duration.ofMinutes(2));
        assertEquals(Optional.empty(), refreshed(rotated));
    }

    @Test
    void endSession_endsWhatCameOfIt_andNothingElse() throws Exception {
        Session ended = opened(enter("s1").orElseThrow());
        Session stays = opened(enter("s2").orElseThrow());
        await(store.endSession("https://other.example", "s1", Optional.of("dora")));
        await(store.endSession(ISSUER, "s1", Optional.of("dora")));
        assertEquals(Optional.empty(), refreshed(ended));
        assertEquals(1, count("revocations", "kind = 'session' AND id = $1", ended.id()));
        Session rotated = refreshed(stays).orElseThrow();
        await(store.endAll(ISSUER, "dora"));
        assertEquals(Optional.empty(), refreshed(rotated));
        assertEquals(0, count("sso_sessions", "identity_id <> $1", ""));
    }

    @Test
    void endSession_thatNoIdTokenNamed_endsTheSubjectsSignInsWithoutOne() throws Exception {
        Session named = opened(enter("s1").orElseThrow());
        Session nameless = opened(await(store.enter(
                        dora.id(),
                        new ForeignIdentity(
                                ISSUER, "dora", Optional.empty(), Optional.empty(), "Dora", Set.of(), Optional.empty()),
                        Set.of(),
                        "sso:house"))
                .orElseThrow());
        await(store.endSession(ISSUER, "s9", Optional.empty()));
        await(store.endSession(ISSUER, "s9", Optional.of("emil")));
        assertTrue(refreshed(nameless).isPresent());
        await(store.endSession(ISSUER, "s9", Optional.of("dora")));
        assertEquals(Optional.empty(), refreshed(nameless));
        assertTrue(refreshed(named).isPresent());
    }

    @Test
    void unlink_ofBothIdentitiesAtOnce_leavesOne() throws Exception {
        assertTrue(enter("s1").isPresent());
        assertTrue(await(store.enter(dora.id(), who("dora2", "s2"), Set.of(), "sso:house"))
                .isPresent());
        List<Future<Boolean>> both = await(store.list(dora.id())).stream()
                .map(linked -> store.unlink(dora.id(), linked.id()))
                .toList();
        assertTrue(await(both.getFirst()) ^ await(both.getLast()));
        assertEquals(1, await(store.list(dora.id())).size());
    }

    /** A refresh has read the role and is about to issue a token with it: the revocation must come later than that. */
    @Test
    void enter_thatTakesARole_waitsForARefreshUnderWay() throws Exception {
        String first = await(store.enter(dora.id(), who("s1"), Set.of(Role.ADMIN), "sso:house"))
                .orElseThrow();
        Session session = opened(first);
        SqlConnection refreshing = await(pool.getConnection());
        try {
            Transaction transaction = await(refreshing.begin());
            var _ = await(refreshing
                    .preparedQuery("SELECT FROM sessions WHERE id = $1 FOR UPDATE")
                    .execute(Tuple.of(session.id())));
            Future<Optional<String>> taking = store.enter(dora.id(), who("s2"), Set.of(), "sso:house");
            eventually(() -> taking.isComplete()
                    || await(refreshing
                                            .query("SELECT FROM pg_locks WHERE NOT granted LIMIT 1")
                                            .execute())
                                    .size()
                            > 0);
            assertFalse(taking.isComplete());
            await(transaction.commit());
            assertTrue(await(taking).isPresent());
        } finally {
            await(refreshing.close());
        }
        assertEquals(1, count("revocations", "kind = 'account' AND id = $1", dora.id()));
    }

    /** More than a page of them, of which the first cannot be withdrawn: its account has a role that nobody knows. */
    @Test
    void roles_thatHaveLapsed_goAll_thoughOneFails() throws Exception {
        for (int i = 0; i < 60; i++) {
            Account lent = new Account(ContentId.random(random), EmailAddress.parse("p%d@x.example".formatted(i)), "P");
            assertTrue(await(store.create(lent)));
            assertTrue(await(store.enter(lent.id(), who("p" + i, "s" + i), Set.of(Role.CURATOR), "sso:house"))
                    .isPresent());
            if (i == 0) {
                var _ = await(pool.preparedQuery("UPDATE accounts SET roles = 'listener emperor' WHERE id = $1")
                        .execute(Tuple.of(lent.id())));
            }
            clock.now = clock.now.plusMillis(1);
        }
        clock.now = clock.now.plus(TTL);
        assertEquals(59, await(store.withdrawLapsed()));
        assertEquals(1, count("sso_identities", "roles = $1", "curator"));
    }

    @Test
    void roles_thatNobodyVouchesForAnyMore_goAfterTheSessionsTime() throws Exception {
        assertTrue(await(store.enter(dora.id(), who("s1"), Set.of(Role.ADMIN), "sso:house"))
                .isPresent());
        clock.now = clock.now.plus(TTL.minusMinutes(1));
        assertEquals(0, await(store.withdrawLapsed()));
        assertTrue(doraNow().isAdmin());
        assertEquals(0, count("revocations", "kind = 'account' AND id = $1", dora.id()));
        clock.now = clock.now.plus(Duration.ofMinutes(2));
        assertEquals(1, await(store.withdrawLapsed()));
        assertFalse(doraNow().isAdmin());
        assertEquals(1, count("revocations", "kind = 'account' AND id = $1", dora.id()));
        assertEquals(0, await(store.withdrawLapsed()));
    }

    @Test
    void unlink_takesLentRolesAndSessions_andLeavesOwnRoles() throws Exception {
        var _ = await(pool.withTransaction(transaction ->
                people.setRoles(transaction, dora.id(), Set.of(Role.CURATOR)).map(true)));
        assertTrue(await(store.enter(dora.id(), who("s1"), Set.of(Role.ADMIN, Role.CURATOR), "sso:house"))
                .isPresent());
        Session session = opened(enter("s2").orElseThrow());
        String id = await(store.list(dora.id())).getFirst().id();
        assertFalse(await(store.unlink(dora.id(), id)), "there is no other way in");
        assertTrue(await(accounts.replacePassword(dora.id(), null, "a hash")));
        assertTrue(await(store.unlink("another", id)));
        assertEquals(1, await(store.list(dora.id())).size());
        assertTrue(await(store.unlink(dora.id(), id)));
        assertEquals(Set.of(Role.LISTENER, Role.CURATOR), doraNow().roles());
        assertEquals(Optional.empty(), refreshed(session));
        assertTrue(await(store.list(dora.id())).isEmpty());
    }

    @Test
    void removeExpired_keepsWhatSessionsHangOn() throws Exception {
        Session session = opened(enter("s1").orElseThrow());
        assertTrue(enter("s2").isPresent());
        assertEquals(0, await(store.removeExpired(100)));
        clock.now = clock.now.plus(TTL).plusSeconds(1);
        assertEquals(1, await(store.removeExpired(100)));
        assertEquals(Optional.empty(), refreshed(session));
        assertEquals(1, await(store.removeExpired(100)));
    }

    private Optional<String> enter(String sid) throws Exception {
        return await(store.enter(dora.id(), who(sid), Set.of(), "sso:house"));
    }

    private static ForeignIdentity who(String sid) {
        return who("dora", sid);
    }

    private static ForeignIdentity who(String subject, String sid) {
        return new ForeignIdentity(
                ISSUER, subject, Optional.of(sid), Optional.empty(), "Dora", Set.of(), Optional.empty());
    }

    private Session opened(String ssoSession) throws Exception {
        Grant grant = new Grant(
                "player",
                Set.of("streaming"),
                clock.instant(),
                Set.of("sso"),
                Optional.empty(),
                Optional.of(ssoSession));
        return await(pool.withTransaction(transaction -> sessions.open(transaction, dora, grant)));
    }

    private Optional<Session> refreshed(Session session) throws Exception {
        return await(sessions.refresh(session.refreshToken(), new Presenter(Optional.of("player"), Optional.empty())));
    }

    private Person doraNow() throws Exception {
        return await(people.find(dora.id())).orElseThrow();
    }

    private long count(String table, String where, String value) throws Exception {
        return await(pool.preparedQuery("SELECT count(*) FROM %s WHERE %s".formatted(table, where))
                        .execute(Tuple.of(value)))
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(30, TimeUnit.SECONDS);
    }
}
