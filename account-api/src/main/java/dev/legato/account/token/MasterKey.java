package dev.legato.account.token;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that encrypts what account-api keeps secret in its database: AES-256-GCM (NIST SP 800-38D) under a random nonce
 * of 96 bits, which stands before the ciphertext. The name of what is encrypted is authenticated with it, so that no
 * ciphertext passes for another.
 */
public final class MasterKey {
    private static final String KEY = "account.masterKey";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    private MasterKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, "AES");
    }

    /** Reads {@code account.masterKey} or the file {@code account.masterKeyFile}: 32 random bytes in base64. */
    public static MasterKey from(Settings settings) {
        String text = settings.secret(KEY)
                .orElseThrow(() -> new SettingsException(
                        "%s is not set (expected: 32 random bytes in base64, or their file as %sFile)"
                                .formatted(KEY, KEY)));
        return parse(text);
    }

    static MasterKey parse(String base64) {
        try {
            byte[] secret = Base64.getDecoder().decode(base64.strip());
            if (secret.length == KEY_BYTES) {
                return new MasterKey(secret);
            }
        } catch (IllegalArgumentException _) {
            // The same message serves both faults, and must not show the secret.
        }
        throw new SettingsException("%s: not %d bytes in base64".formatted(KEY, KEY_BYTES));
    }

    /** Encrypts a secret under a name, which {@link #open} must be given again. */
    byte[] seal(byte[] secret, String name, RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret);
            return ByteBuffer.allocate(NONCE_BYTES + encrypted.length)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** @throws SettingsException if it was sealed under another master key, under another name, or changed since */
    byte[] open(byte[] sealed, String name) {
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), name)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException | IndexOutOfBoundsException | IllegalArgumentException _) {
            throw new SettingsException(
                    "%s: does not open '%s' of the database (expected: the key it was encrypted with)"
                            .formatted(KEY, name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "MasterKey";
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
