package dev.legato.account.person;

import dev.legato.account.vault.EncryptedColumn;
import dev.legato.account.vault.Vault;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How e-mail addresses stand in the table of accounts: encrypted in {@code email_cipher}, and in {@code email_lookup} the keyed
 * hash by which they are found and kept unique.
 */
public final class EmailColumn {
    /** The column, to be encrypted again when the keys change. */
    public static final EncryptedColumn COLUMN =
            new EncryptedColumn("accounts", "id", "email_cipher", "accounts.email");

    private final Vault vault;

    EmailColumn(Vault vault) {
        this.vault = vault;
    }

    @Nullable
    Buffer cipher(String account, @Nullable EmailAddress email) {
        return email == null
                ? null
                : Buffer.buffer(vault.encrypt(email.value().getBytes(StandardCharsets.UTF_8), COLUMN.context(account)));
    }

    @Nullable
    Buffer lookup(@Nullable EmailAddress email) {
        return email == null ? null : Buffer.buffer(vault.lookup(email.value(), COLUMN.context()));
    }

    /** The address of a row with {@code id} and {@code email_cipher}; null for a guest's. */
    @Nullable
    EmailAddress read(Row row) {
        Buffer cipher = row.getBuffer("email_cipher");
        return cipher == null
                ? null
                : new EmailAddress(new String(
                        vault.decrypt(cipher.getBytes(), COLUMN.context(row.getString("id"))), StandardCharsets.UTF_8));
    }
}
