package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.account.oauth.client.ClientStore;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.CodeStore;
import dev.legato.account.oauth.grant.ConsentStore;
import dev.legato.account.oauth.grant.DeviceStore;
import dev.legato.account.oauth.grant.ProofStore;
import dev.legato.account.oauth.grant.RequestStore;
import dev.legato.account.person.AccountStore;
import dev.legato.account.session.SessionStore;
import dev.legato.account.token.Revocations;
import dev.legato.account.vault.MasterKey;
import dev.legato.account.vault.Vault;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the protocol keeps, removed once it has expired. */
final class OAuthSweepIT {
    private static final int EXPIRED = 25;
    private static final int PORTION = 10;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, IntFunction<Future<Integer>>> removals = new LinkedHashMap<>();
    private final TurnableClock clock = new TurnableClock();
    private Pool pool;

    @BeforeEach
    void open() throws Exception {
        pool = await(Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 2), "account"));
        SecureRandom random = new SecureRandom();
        AccountStore accounts = new AccountStore(pool, Vault.inMemory(MasterKey.of(new byte[MasterKey.BYTES])), clock);
        SessionStore sessions = new SessionStore(
                pool,
                accounts,
                new Revocations(pool, clock, Duration.ofMinutes(10)),
                random,
                clock,
                Duration.ofDays(30));
        DeviceStore devices = new DeviceStore(pool, accounts, sessions, random, clock);
        removals.put("oauth_requests", new RequestStore(pool, random, clock)::removeExpired);
        removals.put("oauth_codes", new CodeStore(pool, accounts, sessions, random, clock)::removeExpired);
        removals.put("oauth_device_codes", devices::removeExpired);
        removals.put("oauth_device_guesses", devices::removeGuesses);
        removals.put("oauth_proofs", new ProofStore(pool, clock)::removeExpired);
        removals.put("oauth_consents", new ConsentStore(pool, clock)::removeUnused);
        removals.put("oauth_clients", new ClientStore(pool, clock)::removeUnused);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void removals_ofWhatHasExpired_leaveTheRest() throws Exception {
        add(1, EXPIRED, "2020-01-01");
        add(EXPIRED + 1, EXPIRED + 1, "2999-01-01");
        for (var removal : removals.entrySet()) {
            assertEquals(PORTION, await(removal.getValue().apply(PORTION)), removal.getKey());
            assertEquals(PORTION, await(removal.getValue().apply(PORTION)), removal.getKey());
            assertEquals(EXPIRED - 2 * PORTION, await(removal.getValue().apply(PORTION)), removal.getKey());
            assertEquals(1, count(removal.getKey()), removal.getKey());
        }
    }

    @Test
    void removeUnused_clientNeverUsed_goesAfterADay() throws Exception {
        ClientStore clients = new ClientStore(pool, clock);
        for (String id : List.of("used", "unused")) {
            assertEquals(true, await(clients.register(client(id))));
        }
        await(clients.touch("used"));
        clock.advance(Duration.ofHours(23));
        assertEquals(0, await(clients.removeUnused(PORTION)));
        clock.advance(Duration.ofHours(2));
        assertEquals(1, await(clients.removeUnused(PORTION)));
        assertEquals(true, await(clients.find("used")).isPresent());
        clock.advance(ClientStore.UNUSED);
        assertEquals(1, await(clients.removeUnused(PORTION)));
    }

    private static OAuthClient client(String id) {
        return new OAuthClient(id, id, Optional.empty(), Set.of(), Set.of(), Set.of(), Set.of(), false);
    }

    private void add(int first, int last, String time) throws Exception {
        String statements = """
                INSERT INTO accounts (id, name, created_at) SELECT 'a' || i, 'A', '%3$s' FROM generate_series(%1$d, %2$d) i;
                INSERT INTO oauth_requests SELECT decode(md5(i::text), 'hex'), 'c', 'p', '%3$s', '%3$s'
                  FROM generate_series(%1$d, %2$d) i;
                INSERT INTO oauth_codes (hash, client_id, account_id, redirect_uri, scopes, challenge, authenticated_at,
                    methods, expires_at)
                  SELECT decode(md5(i::text), 'hex'), 'c', 'a' || i, 'r', '{}', 'c', '%3$s', '{}', '%3$s'
                    FROM generate_series(%1$d, %2$d) i;
                INSERT INTO oauth_device_codes (hash, user_code_hash, client_id, scopes, poll_interval, expires_at)
                  SELECT decode(md5(i::text), 'hex'), decode(md5(i::text), 'hex'), 'c', '{}', 5, '%3$s'
                    FROM generate_series(%1$d, %2$d) i;
                INSERT INTO oauth_device_guesses SELECT 'a' || i, 1, '%3$s' FROM generate_series(%1$d, %2$d) i;
                INSERT INTO oauth_proofs SELECT decode(md5(i::text), 'hex'), '%3$s' FROM generate_series(%1$d, %2$d) i;
                INSERT INTO oauth_consents SELECT 'a' || i, 'c', '{}', '%3$s' FROM generate_series(%1$d, %2$d) i;
                INSERT INTO oauth_clients SELECT 'c' || i, 'C', null, '{}', '{}', '{}', '{}', '{}', false, true, '%3$s'
                  FROM generate_series(%1$d, %2$d) i""".formatted(first, last, time);
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
