package dev.legato.account.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * The keys of a vault as they are at one time. Immutable: a change makes another ring with the next revision.
 *
 * <p>A ciphertext is Tink's: one byte 1, four bytes the id of its key, 12 bytes IV, the encrypted bytes, 16 bytes tag.
 *
 * @param revision grows by one with each change
 * @param encryption AES-256-GCM keys; the primary encrypts, all decrypt
 * @param lookup one HMAC-SHA-256 key
 */
record Keyring(long revision, KeysetHandle encryption, KeysetHandle lookup, Aead aead, PrfSet prf) {
    /** How many bytes of the HMAC are stored: all of them. */
    static final int LOOKUP_BYTES = 32;

    private static final Configuration TINK = TinkConfig2026.get();
    private static final int PREFIX_BYTES = 5;
    private static final byte[] ENCRYPTION = "vault/encryption".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LOOKUP = "vault/lookup".getBytes(StandardCharsets.UTF_8);

    /** The two keysets as they are stored, each encrypted under the master key. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Sealed(long revision, byte[] encryption, byte[] lookup) {}

    /** A ring of new keys. */
    static Keyring generate() {
        try {
            return of(
                    1,
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TINK),
                    KeysetHandle.generateNew(PredefinedPrfParameters.HMAC_SHA256_PRF, TINK));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no keys can be made", e);
        }
    }

    /** @throws VaultException if the master key is another one */
    static Keyring open(Sealed sealed, MasterKey master) {
        try {
            Aead under = master.aead();
            return of(
                    sealed.revision(),
                    TinkProtoKeysetFormat.parseEncryptedKeyset(sealed.encryption(), under, ENCRYPTION, TINK),
                    TinkProtoKeysetFormat.parseEncryptedKeyset(sealed.lookup(), under, LOOKUP, TINK));
        } catch (GeneralSecurityException e) {
            throw new VaultException("account.masterKey is not the one that the stored keys are encrypted under", e);
        }
    }

    Sealed seal(MasterKey master) {
        try {
            Aead under = master.aead();
            return new Sealed(
                    revision,
                    TinkProtoKeysetFormat.serializeEncryptedKeyset(encryption, under, ENCRYPTION, TINK),
                    TinkProtoKeysetFormat.serializeEncryptedKeyset(lookup, under, LOOKUP, TINK));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys cannot be encrypted", e);
        }
    }

    /** The same with a new key, which only decrypts yet. */
    Keyring withNewKey() {
        try {
            return of(
                    revision + 1,
                    KeysetHandle.newBuilder(encryption)
                            .setConfiguration(TINK)
                            .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                                    .withRandomId())
                            .build(),
                    lookup);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made", e);
        }
    }

    /** The same, encrypting with the key that came last. */
    Keyring withNewestInUse() {
        try {
            KeysetHandle.Builder keyset = KeysetHandle.newBuilder(encryption).setConfiguration(TINK);
            var _ = keyset.getAt(keyset.size() - 1).makePrimary();
            return of(revision + 1, keyset.build(), lookup);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the new key cannot be used", e);
        }
    }

    boolean isNewestInUse() {
        return encryption.getAt(encryption.size() - 1).isPrimary();
    }

    /** The same without the keys that encrypt no more: what they encrypted cannot be read from then on. */
    Keyring withoutOldKeys() {
        try {
            KeysetHandle.Builder kept = KeysetHandle.newBuilder(encryption).setConfiguration(TINK);
            for (int i = kept.size() - 1; i >= 0; i--) {
                if (!encryption.getAt(i).isPrimary()) {
                    kept.deleteAt(i);
                }
            }
            return of(revision + 1, kept.build(), lookup);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be dropped", e);
        }
    }

    /** How many keys can decrypt. */
    int size() {
        return encryption.size();
    }

    /** What every ciphertext of the primary key begins with. */
    byte[] currentPrefix() {
        return ByteBuffer.allocate(PREFIX_BYTES)
                .put((byte) 1)
                .putInt(encryption.getPrimary().getId())
                .array();
    }

    /** The ids of the keys alone. */
    @Override
    public String toString() {
        return "Keyring[%d, %d keys]".formatted(revision, encryption.size());
    }

    private static Keyring of(long revision, KeysetHandle encryption, KeysetHandle lookup)
            throws GeneralSecurityException {
        return new Keyring(
                revision,
                encryption,
                lookup,
                encryption.getPrimitive(TINK, Aead.class),
                lookup.getPrimitive(TINK, PrfSet.class));
    }
}
