package dev.legato.account.vault;

import dev.legato.account.vault.Keyring.Sealed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Encrypts what stands in columns, with AES-256-GCM by Tink. Each value is bound to a context, such as {@code accounts.email/ID}
 * for the address of one account: copied to another row or column it cannot be decrypted. Safe for many threads.
 *
 * <p>Its keys stand in the table {@code vault_keys}, encrypted under the {@link MasterKey}; all instances share them and read
 * them again at least every ten seconds.
 */
public final class Vault {
    private final MasterKey master;
    private volatile Keyring ring;

    private Vault(MasterKey master, Keyring ring) {
        this.master = master;
        this.ring = ring;
    }

    /**
     * Reads the keys; the first instance on an empty database makes them.
     *
     * @return fails with a {@link VaultException} if the master key is not the one they are encrypted under
     */
    public static Future<Vault> open(Pool pool, MasterKey master) {
        Sealed made = Keyring.generate().seal(master);
        return pool.preparedQuery("""
                        INSERT INTO vault_keys (revision, encryption, lookup) VALUES ($1, $2, $3)
                        ON CONFLICT DO NOTHING""")
                .execute(parameters(made))
                .compose(_ -> read(pool))
                .map(stored -> new Vault(master, Keyring.open(stored, master)));
    }

    /** A vault of new keys that nobody else has, and that end with it. */
    public static Vault inMemory(MasterKey master) {
        return new Vault(master, Keyring.generate());
    }

    /** @param context what the value belongs to; it is not stored, and must be the same to decrypt */
    public byte[] encrypt(byte[] plain, String context) {
        try {
            return ring.aead().encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encryption failed for " + context, e);
        }
    }

    /** @throws VaultException if the value was changed, was encrypted in another context, or its key is not here */
    public byte[] decrypt(byte[] cipher, String context) {
        try {
            return ring.aead().decrypt(cipher, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new VaultException("a stored value cannot be decrypted", e);
        }
    }

    /**
     * A value's keyed hash, by which it is found though it is stored encrypted: the same for the same value and context, for as
     * long as the installation lives, and of no use without the key.
     *
     * @return {@value Keyring#LOOKUP_BYTES} bytes
     */
    public byte[] lookup(String value, String context) {
        try {
            // No context contains the separator, so that no two pairs are hashed as one.
            byte[] input = (context + '\0' + value).getBytes(StandardCharsets.UTF_8);
            return ring.prf().computePrimary(input, Keyring.LOOKUP_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("hashing failed for " + context, e);
        }
    }

    /** What every value begins with that is encrypted with the current key; others wait to be encrypted again. */
    public byte[] currentPrefix() {
        return ring.currentPrefix();
    }

    /** Whether a stored value is encrypted with the current key. */
    public boolean isCurrent(byte[] cipher) {
        byte[] prefix = currentPrefix();
        return cipher.length >= prefix.length && Arrays.equals(cipher, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** How many keys can decrypt; one when no rotation is under way. */
    public int keys() {
        return ring.size();
    }

    /** Takes the keys over that another instance has made or dropped. */
    public Future<Void> refresh(SqlClient client) {
        return read(client)
                .map(stored -> {
                    if (stored.revision() != ring.revision()) {
                        ring = Keyring.open(stored, master);
                    }
                    return stored;
                })
                .mapEmpty();
    }

    /** Stores a new key, which only decrypts yet, under the current master key. */
    Future<Void> addKey(SqlClient client) {
        return change(client, Keyring::withNewKey);
    }

    boolean encryptsWithNewest() {
        return ring.isNewestInUse();
    }

    Future<Void> encryptWithNewest(SqlClient client) {
        return change(client, Keyring::withNewestInUse);
    }

    /** Forgets all keys but the current one. */
    Future<Void> dropOldKeys(SqlClient client) {
        return change(client, Keyring::withoutOldKeys);
    }

    private Future<Void> change(SqlClient client, UnaryOperator<Keyring> change) {
        Keyring next = change.apply(ring);
        Sealed sealed = next.seal(master);
        return client.preparedQuery("""
                        UPDATE vault_keys SET revision = $1, encryption = $2, lookup = $3 WHERE revision = $1 - 1""").execute(parameters(sealed)).compose(rows -> {
            if (rows.rowCount() == 1) {
                ring = next;
                return Future.succeededFuture();
            }
            return Future.failedFuture(new IllegalStateException("another instance has changed the keys"));
        });
    }

    private static Tuple parameters(Sealed sealed) {
        return Tuple.of(sealed.revision(), Buffer.buffer(sealed.encryption()), Buffer.buffer(sealed.lookup()));
    }

    private static Future<Sealed> read(SqlClient client) {
        return client.query("SELECT revision, encryption, lookup FROM vault_keys")
                .execute()
                .map(rows -> sealed(rows.iterator().next()));
    }

    private static Sealed sealed(Row row) {
        return new Sealed(
                row.getLong("revision"),
                row.getBuffer("encryption").getBytes(),
                row.getBuffer("lookup").getBytes());
    }
}
