package dev.legato.account.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.SettingsException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
    private static final byte[] SECRET = {1, 2, 3};
    private final MasterKey key = key(1);
    private final SecureRandom random = new SecureRandom();

    @Test
    void open_sealed_isTheSecretAgain() {
        byte[] sealed = key.seal(SECRET, "k1", random);
        assertArrayEquals(SECRET, key.open(sealed, "k1"));
        assertNotEquals(
                Arrays.toString(sealed),
                Arrays.toString(key.seal(SECRET, "k1", random)),
                "each has a nonce of its own");
    }

    @Test
    void open_otherKeyOrNameOrBytes_isRefusedWithTheSetting() {
        byte[] sealed = key.seal(SECRET, "k1", random);
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;
        assertRefused(() -> key(2).open(sealed, "k1"));
        assertRefused(() -> key.open(sealed, "k2"));
        assertRefused(() -> key.open(changed, "k1"));
        assertRefused(() -> key.open(new byte[3], "k1"));
    }

    private static void assertRefused(Runnable opening) {
        SettingsException refused = assertThrows(SettingsException.class, opening::run);
        assertFalse(String.valueOf(refused.getMessage()).isEmpty());
        if (!String.valueOf(refused.getMessage()).startsWith("account.masterKey")) {
            throw new AssertionError(refused);
        }
    }

    private static MasterKey key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return MasterKey.parse(Base64.getEncoder().encodeToString(bytes));
    }
}
