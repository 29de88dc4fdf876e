package dev.legato.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"0s", "99ms", "25h"})
    void from_idleTimeoutOutOfBounds_isRefusedWithBoth(String value) {
        Settings given = Settings.of(Map.of("playlist.idleTimeout", value));
        var failure = assertThrows(SettingsException.class, () -> HttpSettings.from(given, LegatoService.PLAYLIST));
        assertEquals("playlist.idleTimeout: %s (expected: from 100ms to 24h)".formatted(value), failure.getMessage());
    }
}
