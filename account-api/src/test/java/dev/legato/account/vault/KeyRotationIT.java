package dev.legato.account.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KeyRotationIT {
    private static final EncryptedColumn COLUMN = new EncryptedColumn("things", "id", "secret", "things.secret");
    private static final int ROWS = EncryptedColumn.PORTION * 2 + 1;

    private final Vertx vertx = Vertx.vertx();
    private Pool pool;

    @BeforeEach
    void open() throws Exception {
        pool = await(Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 4), "account"));
        await(pool.query("CREATE TABLE things (id text PRIMARY KEY, secret bytea)")
                .execute());
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void open_byTwoInstances_sharesOneKey() throws Exception {
        Future<Vault> first = Vault.open(pool, master());
        Future<Vault> second = Vault.open(pool, master());
        byte[] cipher = await(first).encrypt(new byte[] {7}, "c");
        assertArrayEquals(new byte[] {7}, await(second).decrypt(cipher, "c"));
        assertArrayEquals(await(first).lookup("v", "c"), await(second).lookup("v", "c"));
    }

    @Test
    void open_withAnotherMasterKey_isRefused() throws Exception {
        var _ = await(Vault.open(pool, master()));
        byte[] other = new byte[MasterKey.BYTES];
        other[0] = 1;
        assertThrows(VaultException.class, () -> await(Vault.open(pool, MasterKey.of(other))));
    }

    @Test
    void rotate_whileAnotherInstanceWritesAndReads_losesNothingAndDropsTheOldKey() throws Exception {
        Vault here = await(Vault.open(pool, master()));
        Vault elsewhere = await(Vault.open(pool, master()));
        for (int i = 0; i < ROWS; i++) {
            put(here, "row" + i);
        }
        byte[] lookup = here.lookup("value", "things.secret");
        byte[] before = here.encrypt(new byte[] {1}, "elsewhere");

        // Refreshed far more often than the rotation waits, as instances do.
        long timer = vertx.setPeriodic(20, _ -> {
            var _ = elsewhere.refresh(pool);
        });
        Future<Void> rotation = new KeyRotation(vertx, pool, here, List.of(COLUMN), Duration.ofMillis(500)).rotate();
        for (int i = ROWS; !rotation.isComplete(); i++) {
            put(elsewhere, "row" + i);
            assertEquals("row" + i, get(elsewhere, "row" + i));
            assertEquals("row0", get(elsewhere, "row0"));
        }
        await(rotation);
        await(elsewhere.refresh(pool));
        var _ = vertx.cancelTimer(timer);

        assertEquals(1, here.keys());
        assertEquals(1, elsewhere.keys());
        var rows = await(pool.query("SELECT id, secret FROM things").execute());
        for (var row : rows) {
            assertEquals(row.getString(0), get(elsewhere, row.getString(0)));
        }
        assertThrows(VaultException.class, () -> here.decrypt(before, "elsewhere"), "its key is gone");
        assertArrayEquals(lookup, here.lookup("value", "things.secret"), "lookups outlive a rotation");
    }

    @Test
    void rotate_thatWasCutShort_goesOnWhereItWas() throws Exception {
        Vault vault = await(Vault.open(pool, master()));
        put(vault, "row");
        await(vault.addKey(pool));
        await(vault.encryptWithNewest(pool));
        assertEquals(2, vault.keys());

        Vault restarted = await(Vault.open(pool, master()));
        await(new KeyRotation(vertx, pool, restarted, List.of(COLUMN), Duration.ofMillis(1)).rotate());
        assertEquals(1, restarted.keys());
        assertEquals("row", get(restarted, "row"));
    }

    private static MasterKey master() {
        return MasterKey.of(new byte[MasterKey.BYTES]);
    }

    private void put(Vault vault, String id) throws Exception {
        byte[] cipher = vault.encrypt(id.getBytes(StandardCharsets.UTF_8), COLUMN.context(id));
        var _ = await(pool.preparedQuery("INSERT INTO things (id, secret) VALUES ($1, $2)")
                .execute(Tuple.of(id, Buffer.buffer(cipher))));
    }

    private String get(Vault vault, String id) throws Exception {
        byte[] cipher = await(pool.preparedQuery("SELECT secret FROM things WHERE id = $1")
                        .execute(Tuple.of(id)))
                .iterator()
                .next()
                .getBuffer(0)
                .getBytes();
        return new String(vault.decrypt(cipher, COLUMN.context(id)), StandardCharsets.UTF_8);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(60, TimeUnit.SECONDS);
    }
}
