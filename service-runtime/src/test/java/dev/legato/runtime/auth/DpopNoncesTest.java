package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DpopNoncesTest {
    private static final String KEY = "A".repeat(43) + "=";
    private static final Instant BEGIN = Instant.ofEpochSecond(1_200_000);

    @ParameterizedTest
    @CsvSource({"0, true", "119, true", "120, true", "239, true", "240, false", "-1, true", "-120, true", "-121, false"
    })
    void accepts_ofAWindowBesideIts_isTrue(long seconds, boolean isAccepted) {
        String nonce = nonces(KEY, BEGIN).current();
        assertEquals(isAccepted, nonces(KEY, BEGIN.plusSeconds(seconds)).accepts(nonce), "another process, then");
    }

    @Test
    void accepts_ofAnotherKeyOrNone_isFalse() {
        DpopNonces nonces = nonces(KEY, BEGIN);
        assertFalse(nonces.accepts(nonces("B".repeat(43) + "=", BEGIN).current()));
        assertFalse(nonces.accepts(""));
        assertFalse(nonces.accepts(nonces.current() + "A"));
        assertFalse(nonces.accepts(nonces.current().substring(1)));
    }

    @Test
    void current_inTheNextWindow_isAnother() {
        assertEquals(
                nonces(KEY, BEGIN).current(),
                nonces(KEY, BEGIN.plus(DpopNonces.WINDOW).minusMillis(1)).current());
        assertNotEquals(
                nonces(KEY, BEGIN).current(),
                nonces(KEY, BEGIN.plus(DpopNonces.WINDOW)).current());
    }

    @Test
    void of_settingsWithoutAKey_isNone() {
        assertTrue(DpopNonces.of(TokenSettings.from(Settings.of(Map.of())), Clock.systemUTC())
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "QUJD", "not base64 at all, and long enough for a key of thirty-two bytes"})
    void from_keyThatIsNone_isRefusedWithoutRepeatingIt(String key) {
        var refused = assertThrows(
                SettingsException.class,
                () -> TokenSettings.from(Settings.of(Map.of("tokens.dpopNonceKey", key + " "))));
        assertTrue(refused.getMessage().startsWith("tokens.dpopNonceKey"), refused.getMessage());
        assertTrue(key.isEmpty() || !refused.getMessage().contains(key), refused.getMessage());
    }

    private static DpopNonces nonces(String key, Instant now) {
        TokenSettings settings = TokenSettings.from(Settings.of(Map.of("tokens.dpopNonceKey", key)));
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return DpopNonces.of(settings, clock).orElseThrow();
    }
}
