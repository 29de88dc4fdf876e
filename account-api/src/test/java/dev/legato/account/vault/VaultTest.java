package dev.legato.account.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultTest {
    private static final byte[] PLAIN = "clara@example.org".getBytes(StandardCharsets.UTF_8);
    private static final String CONTEXT = "accounts.email/1";

    private final Vault vault = Vault.inMemory(MasterKey.of(new byte[MasterKey.BYTES]));

    @Test
    void decrypt_whatWasEncrypted_returnsIt() {
        assertArrayEquals(PLAIN, vault.decrypt(vault.encrypt(PLAIN, CONTEXT), CONTEXT));
    }

    @Test
    void encrypt_sameValueTwice_differs() {
        assertFalse(Arrays.equals(vault.encrypt(PLAIN, CONTEXT), vault.encrypt(PLAIN, CONTEXT)));
    }

    @Test
    void decrypt_inAnotherContext_isRefused() {
        byte[] cipher = vault.encrypt(PLAIN, CONTEXT);
        assertThrows(VaultException.class, () -> vault.decrypt(cipher, "accounts.email/2"));
    }

    @Test
    void decrypt_anyBitChanged_isRefused() {
        byte[] cipher = vault.encrypt(PLAIN, CONTEXT);
        IntStream.range(0, cipher.length * 8).forEach(bit -> {
            byte[] changed = cipher.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(VaultException.class, () -> vault.decrypt(changed, CONTEXT), "bit " + bit);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 16, 32})
    void decrypt_cutOff_isRefused(int length) {
        byte[] cut = Arrays.copyOf(vault.encrypt(PLAIN, CONTEXT), length);
        assertThrows(VaultException.class, () -> vault.decrypt(cut, CONTEXT));
    }

    @Test
    void decrypt_keyOfAnotherVault_isRefused() {
        byte[] cipher = Vault.inMemory(MasterKey.of(new byte[MasterKey.BYTES])).encrypt(PLAIN, CONTEXT);
        assertThrows(VaultException.class, () -> vault.decrypt(cipher, CONTEXT));
    }

    @Test
    void lookup_dependsOnValueAndContextAlone() {
        byte[] lookup = vault.lookup("clara@example.org", "accounts.email");
        assertEquals(Keyring.LOOKUP_BYTES, lookup.length);
        assertArrayEquals(lookup, vault.lookup("clara@example.org", "accounts.email"));
        assertFalse(Arrays.equals(lookup, vault.lookup("clara@example.com", "accounts.email")));
        assertFalse(Arrays.equals(lookup, vault.lookup("clara@example.org", "invitations.email")));
    }

    @Test
    void isCurrent_tellsTheCurrentKeysValues() {
        assertTrue(vault.isCurrent(vault.encrypt(PLAIN, CONTEXT)));
        assertFalse(vault.isCurrent(new byte[] {1, 0, 0}));
        assertFalse(vault.isCurrent(
                Vault.inMemory(MasterKey.of(new byte[MasterKey.BYTES])).encrypt(PLAIN, CONTEXT)));
    }
}
