package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
