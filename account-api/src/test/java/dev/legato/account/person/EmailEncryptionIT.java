package dev.legato.account.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EmailEncryptionIT {
    private static final int ROWS = EmailEncryption.PORTION * 2 + 1;

    private final Vertx vertx = Vertx.vertx();
    private final Vault vault = Vault.inMemory(MasterKey.of(new byte[MasterKey.BYTES]));
    private Pool pool;
    private AccountStore accounts;

    @BeforeEach
    void open() throws Exception {
        pool = await(Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 4), "account"));
        accounts = new AccountStore(pool, vault, Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void complete_byTwoInstancesAfterAKill_encryptsEveryAddressOnceAndDropsTheColumn() throws Exception {
        await(pool.query("""
                        INSERT INTO accounts (id, email, name, password_hash, created_at)
                          SELECT 'a' || i, 'p' || i || '@example.org', 'P', 'hash', now() FROM generate_series(1, %d) i;
                        INSERT INTO accounts (id, name, created_at) VALUES ('guest', 'Guest', now())""".formatted(ROWS)).execute());
        // What a start that was killed half way has left.
        assertEquals(EmailEncryption.PORTION, await(new EmailEncryption(pool, vault).portion()));

        Future<Void> one = new EmailEncryption(pool, vault).complete();
        Future<Void> other = new EmailEncryption(pool, vault).complete();
        await(one);
        await(other);
        for (int i : new int[] {1, EmailEncryption.PORTION, ROWS}) {
            EmailAddress email = new EmailAddress("p%d@example.org".formatted(i));
            var found = await(accounts.credentials(email)).orElseThrow();
            assertEquals("a" + i, found.account().id());
            assertEquals(email, found.account().email());
        }
        assertTrue(await(accounts.find("guest")).orElseThrow().guest());
        String rows = await(pool.query("SELECT string_agg(accounts::text, ' ') FROM accounts")
                        .execute())
                .iterator()
                .next()
                .getString(0);
        assertFalse(rows.contains("example.org"), "an address stands there as it is");
        await(new EmailEncryption(pool, vault).complete());
    }

    @Test
    void add_addressThatIsTaken_isRefused() throws Exception {
        await(new EmailEncryption(pool, vault).complete());
        assertTrue(await(accounts.add(account("clara@example.org"), "hash")));
        assertFalse(await(accounts.add(account("clara@example.org"), "hash")));
        assertTrue(await(accounts.add(account("clara@example.com"), "hash")));
    }

    private static Account account(String email) {
        return new Account(ContentId.random(new SecureRandom()), new EmailAddress(email), "Clara");
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(60, TimeUnit.SECONDS);
    }
}
