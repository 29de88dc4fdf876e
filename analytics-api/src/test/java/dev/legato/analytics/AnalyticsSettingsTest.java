package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnalyticsSettingsTest {
    @Test
    void from_nothing_hasDefaults() {
        AnalyticsSettings settings = AnalyticsSettings.from(Settings.of(Map.of()));
        assertEquals(8105, settings.http().port());
        assertEquals("legato-analytics", settings.stateDir().getFileName().toString());
        assertEquals(1, settings.threads());
        assertEquals(8 << 20, settings.storeBytes());
        assertEquals(Duration.ofSeconds(30), settings.stallAfter());
    }

    @Test
    void from_everyKey() {
        Settings given = Settings.of(Map.of(
                "analytics.port", "7",
                "analytics.stateDir", "/data/analytics",
                "analytics.threads", "3",
                "analytics.storeMemory", "64MiB",
                "analytics.stallAfter", "45s"));
        AnalyticsSettings settings = AnalyticsSettings.from(given);
        given.rejectUnknown();
        assertEquals(7, settings.http().port());
        assertEquals(Path.of("/data/analytics"), settings.stateDir());
        assertEquals(3, settings.threads());
        assertEquals(64 << 20, settings.storeBytes());
        assertEquals(Duration.ofSeconds(45), settings.stallAfter());
    }

    @ParameterizedTest
    @CsvSource({"analytics.stallAfter, 999ms, from 1s to 24h", "analytics.stallAfter, 25h, from 1s to 24h"})
    void from_durationOutOfBounds_isRefusedWithBoth(String key, String value, String expected) {
        Settings given = Settings.of(Map.of(key, value));
        var failure = assertThrows(SettingsException.class, () -> AnalyticsSettings.from(given));
        assertEquals("%s: %s (expected: %s)".formatted(key, value, expected), failure.getMessage());
    }
}
