package dev.legato.account.vault;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import com.google.crypto.tink.util.SecretBytes;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The key that other keys are encrypted under before they are stored. To change it, put the new one in front of the old
 * one, run {@code rotate-keys}, and take the old one away.
 *
 * @param keys AES-256 keys of {@value #BYTES} random bytes; the first encrypts, all decrypt
 */
public record MasterKey(List<SecretBytes> keys) {
    /** The length of a key. */
    public static final int BYTES = 32;

    private static final Pattern BETWEEN_KEYS = Pattern.compile("[,\\s]+");
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    public MasterKey {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.size() != BYTES)) {
            throw new IllegalArgumentException("not keys of %d bytes".formatted(BYTES));
        }
    }

    /** A master key of one key. */
    public static MasterKey of(byte[] key) {
        return new MasterKey(List.of(secret(key)));
    }

    /**
     * Reads {@code account.masterKey}, or the file that {@code account.masterKeyFile} names: keys of {@value #BYTES} bytes in
     * base64, the current one first.
     *
     * @throws SettingsException if it is not set or no such key; the message does not repeat it
     */
    public static MasterKey from(Settings settings) {
        String text = settings.secret("account.masterKey")
                .orElseThrow(() -> new SettingsException(
                        "account.masterKey is not set (expected: %d random bytes in base64, or their file in"
                                        .formatted(BYTES)
                                + " account.masterKeyFile)"));
        try {
            return new MasterKey(BETWEEN_KEYS
                    .splitAsStream(text)
                    .filter(key -> !key.isEmpty())
                    .map(key -> secret(Base64.getDecoder().decode(key)))
                    .toList());
        } catch (IllegalArgumentException _) {
            // The cause would show a part of the key.
            throw new SettingsException("account.masterKey: not keys of %d bytes in base64".formatted(BYTES));
        }
    }

    /** Encrypts with the first key and decrypts with whichever fits. */
    @AccessesPartialKey
    public Aead aead() {
        try {
            AesGcmParameters parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(BYTES)
                    .setIvSizeBytes(IV_BYTES)
                    .setTagSizeBytes(TAG_BYTES)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            KeysetHandle.Builder keyset = KeysetHandle.newBuilder();
            for (int i = 0; i < keys.size(); i++) {
                AesGcmKey key = AesGcmKey.builder()
                        .setParameters(parameters)
                        .setKeyBytes(keys.get(i))
                        .build();
                KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(key).withFixedId(i + 1);
                keyset.addEntry(i == 0 ? entry.makePrimary() : entry);
            }
            return keyset.build().getPrimitive(TinkConfig2026.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not to be had", e);
        }
    }

    /** Nothing of the keys. */
    @Override
    public String toString() {
        return "MasterKey[%d]".formatted(keys.size());
    }

    private static SecretBytes secret(byte[] key) {
        SecretBytes secret = SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get());
        Arrays.fill(key, (byte) 0);
        return secret;
    }
}
