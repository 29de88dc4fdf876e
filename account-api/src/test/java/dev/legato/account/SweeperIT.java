package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.account.signin.FailureStore;
import dev.legato.account.signin.KnownNetworkStore;
import dev.legato.account.signin.LoginThrottle.Bucket;
import dev.legato.account.signin.LoginThrottle.Excess;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SweeperIT {
    private static final Duration IDLE = Duration.ofDays(30);
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
    private static final List<String> SWEPT =
            List.of("accounts", "refresh_tokens", "sessions", "login_failures", "known_networks");

    private final Vertx vertx = Vertx.vertx();
    private final TurnableClock clock = new TurnableClock();
    private final SecureRandom random = new SecureRandom();
    private Pool pool;
    private AccountStore accounts;
    private Revocations revocations;
    private SessionStore sessions;
    private FailureStore failures;
    private KnownNetworkStore networks;
    private Sweeper sweeper;

    @BeforeEach
    void open() throws Exception {
        pool = await(Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 2), "account"));
        Vault vault = Vault.inMemory(MasterKey.of(new byte[MasterKey.BYTES]));
        accounts = new AccountStore(pool, vault, clock);
        revocations = new Revocations(pool, clock, TOKEN_LIFE);
        sessions = new SessionStore(pool, accounts, revocations, random, clock, IDLE);
        failures = new FailureStore(pool, vault, clock, WINDOW);
        networks = new KnownNetworkStore(pool, clock);
        sweeper = new Sweeper(List.of(
                sessions::removeExpiredTokens,
                sessions::removeExpired,
                most -> accounts.removeGuests(clock.instant().minus(TOKEN_LIFE), most),
                failures::removeExpired,
                networks::removeExpired,
                revocations::removeExpired));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void sweep_whatHasExpired_isForgottenAndNothingElse() throws Exception {
        Session left = await(sessions.openFor(new Account(ContentId.random(random), null, "Left")));
        Account stays = new Account(ContentId.random(random), EmailAddress.parse("stays@example.org"), "Stays");
        assertTrue(await(accounts.add(stays, "hash")));
        var _ = await(sessions.open(stays));
        var _ = await(failures.count(new Bucket("b", 1, Excess.REFUSE)));
        await(networks.remember(stays, "203.0.113.1"));
        clock.advance(Duration.ofDays(150));
        await(networks.remember(stays, "203.0.113.2"));
        clock.advance(IDLE.plusDays(1));
        Session listens = await(sessions.openFor(new Account(ContentId.random(random), null, "Listens")));

        var _ = await(sweeper.sweep());
        assertEquals(1, count("sessions"));
        assertEquals(1, count("refresh_tokens"));
        assertEquals(0, count("login_failures"));
        assertEquals(1, count("known_networks"));
        assertTrue(await(accounts.find(left.account().id())).isEmpty());
        assertTrue(await(accounts.find(listens.account().id())).isPresent());
        assertTrue(await(accounts.find(stays.id())).isPresent());
    }

    @Test
    void sweep_guestLoggedOut_isForgottenOnceItsAccessTokenHasExpired() throws Exception {
        Session guest = await(sessions.openFor(new Account(ContentId.random(random), null, "Guest")));
        clock.advance(Duration.ofHours(1));
        await(sessions.end(guest.id()));

        var _ = await(sweeper.sweep());
        assertTrue(await(accounts.find(guest.account().id())).isPresent());
        clock.advance(Duration.ofMinutes(16));
        var _ = await(sweeper.sweep());
        assertTrue(await(accounts.find(guest.account().id())).isEmpty());
        assertEquals(
                1, count("account_deletions WHERE deleted_at IS NOT NULL AND asked_at < settled_at"), "to be asked");
        Account again = new Account(guest.account().id(), EmailAddress.parse("late@example.org"), "Late");
        assertFalse(await(accounts.add(again, "hash")), "nobody becomes what the services are to forget");
    }

    @Test
    void sweep_muchThatHasExpired_isRemovedInPortions() throws Exception {
        run("""
                INSERT INTO accounts (id, email_cipher, email_lookup, name, password_hash, created_at)
                  VALUES ('stays', 'cipher', 'lookup', 'Stays', 'hash', '2020-01-01');
                INSERT INTO accounts (id, name, created_at)
                  SELECT 'guest' || i, 'Guest', '2020-01-01' FROM generate_series(0, %1$d) i;
                INSERT INTO sessions (id, account_id, generation, rotated_at, expires_at)
                  SELECT 's' || i, 'stays', 0, '2020-01-01', '2020-01-02' FROM generate_series(0, %1$d) i;
                INSERT INTO refresh_tokens (hash, session_id, generation, issued_at)
                  SELECT decode(md5(i::text), 'hex'), 's1', i, '2020-01-01' FROM generate_series(0, %1$d) i;
                INSERT INTO login_failures (bucket, failures, since)
                  SELECT 'b' || i, 1, '2020-01-01' FROM generate_series(0, %1$d) i;
                INSERT INTO known_networks (account_id, network, last_used)
                  SELECT 'stays', 'n' || i, '2020-01-01' FROM generate_series(0, %1$d) i;
                CREATE FUNCTION refuse_many() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF (SELECT count(*) FROM gone) > %1$d THEN
                    RAISE 'too many rows in one statement';
                  END IF;
                  RETURN NULL;
                END $$""".formatted(Sweeper.PORTION));
        for (String table : SWEPT) {
            run("""
                    CREATE TRIGGER few AFTER DELETE ON %s REFERENCING OLD TABLE AS gone
                      FOR EACH STATEMENT EXECUTE FUNCTION refuse_many()""".formatted(table));
        }

        var _ = await(sweeper.sweep());
        for (String table : SWEPT) {
            assertEquals(table.equals("accounts") ? 1 : 0, count(table), table);
        }
        assertEquals(Sweeper.PORTION + 1, count("account_deletions"));
    }

    private void run(String statements) throws Exception {
        var _ = await(pool.query(statements).execute());
    }

    private long count(String table) throws Exception {
        return await(pool.query("SELECT count(*) FROM " + table).execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(120, TimeUnit.SECONDS);
    }
}
