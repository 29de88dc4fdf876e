package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.signin.LoginThrottle;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountSettingsTest {
    private static final Map<String, String> NEEDED = Map.of(
            "postgres.uri", "postgresql://u:p@db:5432/legato", "account.masterKey", AccountsUnderTest.MASTER_KEY);
    private static final String HASH = AccountsUnderTest.sha256("secret");

    @Test
    void from_nothingElseSet_hasDefaults() {
        AccountSettings settings = AccountSettings.from(Settings.of(NEEDED));
        assertEquals(8101, settings.http().port());
        assertEquals(URI.create("http://localhost:8080"), settings.tokens().issuer());
        assertEquals("legato", settings.tokens().audience());
        assertEquals(Duration.ofDays(30), settings.signing().rotation());
        assertEquals(Duration.ofMinutes(10), settings.signing().accessTokens());
        assertEquals(Duration.ofDays(30), settings.sessions());
        assertEquals(2, settings.hashThreads());
        assertEquals(64, settings.hashQueue());
        assertEquals(new LoginThrottle.Limits(10, 200, 100, 600, Duration.ofMinutes(15)), settings.loginLimits());
        assertEquals(Duration.ofSeconds(2), settings.failureDelay());
        assertEquals("[127.0.0.0/8, ::1]", settings.proxies().toString());
        assertEquals(List.of(), settings.oauth().clients());
        assertFalse(settings.oauth().registration());
    }

    @Test
    void from_everyKey_isRead() {
        Map<String, String> values = new HashMap<>(NEEDED);
        values.putAll(Map.of(
                "account.port", "1",
                "tokens.issuer", "https://legato.example.org",
                "account.accessTokenTtl", "5m",
                "account.sessionIdle", "7d",
                "account.hashThreads", "3",
                "account.hashQueue", "4",
                "account.failuresPerAccount", "5",
                "account.failuresPerAddress", "6",
                "account.failureWindow", "1h",
                "account.proxies", "10.0.0.0/8"));
        values.put("tokens.audience", "music");
        values.put("account.keyRotation", "2d");
        values.put("account.failuresByStrangers", "7");
        values.put("account.guestsPerAddress", "8");
        values.put("account.failureDelay", "9ms");
        values.put("account.clients", "importer:" + HASH + ":catalogue-write+streaming");
        values.put("account.clientRegistration", "true");
        Settings source = Settings.of(values);
        AccountSettings settings = AccountSettings.from(source);
        source.rejectUnknown();

        assertEquals(1, settings.http().port());
        assertEquals(URI.create("https://legato.example.org"), settings.tokens().issuer());
        assertEquals("music", settings.tokens().audience());
        assertEquals(Duration.ofDays(2), settings.signing().rotation());
        assertEquals(Duration.ofMinutes(5), settings.signing().accessTokens());
        assertEquals(Duration.ofDays(7), settings.sessions());
        assertEquals(3, settings.hashThreads());
        assertEquals(4, settings.hashQueue());
        assertEquals(new LoginThrottle.Limits(5, 6, 7, 8, Duration.ofHours(1)), settings.loginLimits());
        assertEquals(Duration.ofMillis(9), settings.failureDelay());
        assertEquals("[10.0.0.0/8]", settings.proxies().toString());
        OAuthClient importer = settings.oauth().clients().getFirst();
        assertEquals(Set.of("catalogue-write", "streaming"), importer.scopes());
        assertTrue(settings.oauth().registration());
        assertTrue(importer.accepts("secret"));
        assertFalse(importer.accepts("Secret"));
    }

    @Test
    void from_noMasterKey_saysWhatToSet() {
        var failure = assertThrows(
                SettingsException.class,
                () -> AccountSettings.from(Settings.of(Map.of("postgres.uri", "postgresql://u:p@db:5432/legato"))));
        assertTrue(failure.getMessage().startsWith("account.masterKey is not set"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "account.signingKey, /secrets/key.jwk, account.masterKey",
        "account.publicUrl, https://a.example, tokens.issuer",
        "account.masterKey, c2hvcnQ=, 32 bytes in base64",
        "account.masterKey, not-base64!, 32 bytes in base64",
        "tokens.issuer, https://a.example/path, without a path"
    })
    void from_keyOfBefore_orOutOfForm_saysWhatWouldBeRight(String key, String value, String expected) {
        Settings given = Settings.of(NEEDED).with(Map.of(key, value));
        var failure = assertThrows(SettingsException.class, () -> AccountSettings.from(given));
        assertTrue(failure.getMessage().startsWith(key), failure.getMessage());
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }

    @Test
    void from_proxyThatIsNoAddress_isRefusedWithItsKey() {
        Map<String, String> values = new HashMap<>(NEEDED);
        values.put("account.proxies", "10.*.*.*");
        var failure = assertThrows(SettingsException.class, () -> AccountSettings.from(Settings.of(values)));
        assertTrue(failure.getMessage().startsWith("account.proxies: '10.*.*.*'"), failure.getMessage());
    }

    @Test
    void from_badClient_isRefusedWithoutShowingIt() {
        Map<String, String> values = new HashMap<>(NEEDED);
        values.put("account.clients", "importer:plain-secret:listen");
        var failure = assertThrows(SettingsException.class, () -> AccountSettings.from(Settings.of(values)));
        assertFalse(failure.getMessage().contains("plain-secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "account.accessTokenTtl, 0s, from 10s to 24h",
        "account.accessTokenTtl, 365d, from 10s to 24h",
        "account.sessionIdle, 59m, from 1h to 365d",
        "account.sessionIdle, 366d, from 1h to 365d",
        "account.failureWindow, 0s, from 1m to 7d",
        "account.failureWindow, 8d, from 1m to 7d",
        "account.failureDelay, 0s, from 1ms to 8s",
        "account.failureDelay, 9s, from 1ms to 8s"
    })
    void from_durationOutOfBounds_isRefusedWithBoth(String key, String value, String expected) {
        Settings given = Settings.of(NEEDED).with(Map.of(key, value));
        var failure = assertThrows(SettingsException.class, () -> AccountSettings.from(given));
        assertEquals("%s: %s (expected: %s)".formatted(key, value, expected), failure.getMessage());
    }
}
