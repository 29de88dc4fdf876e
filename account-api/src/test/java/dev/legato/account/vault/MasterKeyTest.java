package dev.legato.account.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeyTest {
    private static final String OLD = Base64.getEncoder().encodeToString(new byte[MasterKey.BYTES]);
    private static final String NEW = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private static final byte[] PLAIN = {1, 2, 3};
    private static final byte[] CONTEXT = {4};

    @TempDir
    Path folder;

    @Test
    void from_newKeyBeforeTheOld_readsWhatBothEncryptedAndWritesWithTheNew() throws GeneralSecurityException {
        MasterKey old = master(OLD);
        MasterKey both = master(NEW + "\n" + OLD);
        byte[] cipher = old.aead().encrypt(PLAIN, CONTEXT);
        assertArrayEquals(PLAIN, both.aead().decrypt(cipher, CONTEXT));
        byte[] written = both.aead().encrypt(PLAIN, CONTEXT);
        assertArrayEquals(PLAIN, master(NEW).aead().decrypt(written, CONTEXT));
        assertThrows(GeneralSecurityException.class, () -> old.aead().decrypt(written, CONTEXT));
    }

    @Test
    void from_file_isRead() throws Exception {
        Path file = Files.writeString(folder.resolve("master-key"), OLD + "\n");
        MasterKey master = MasterKey.from(Settings.of(Map.of("account.masterKeyFile", file.toString())));
        assertEquals(1, master.keys().size());
    }

    @Test
    void from_nothing_saysWhatToSet() {
        var failure = assertThrows(SettingsException.class, () -> MasterKey.from(Settings.of(Map.of())));
        assertTrue(failure.getMessage().startsWith("account.masterKey is not set"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "c2VjcmV0", "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=,c2VjcmV0"})
    void from_noKeyOf32Bytes_isRefusedWithoutShowingIt(String text) {
        var failure = assertThrows(SettingsException.class, () -> master(text));
        assertFalse(failure.getMessage().contains(text), failure.getMessage());
    }

    @Test
    void toString_hidesTheKeys() {
        assertEquals("MasterKey[1]", master(OLD).toString());
    }

    private static MasterKey master(String text) {
        return MasterKey.from(Settings.of(Map.of("account.masterKey", text)));
    }
}
