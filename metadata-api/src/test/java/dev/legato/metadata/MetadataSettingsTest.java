package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.metadata.cache.CacheSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetadataSettingsTest {
    private static final String KEYS = "k1:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final Map<String, String> LEAST =
            Map.of("postgres.uri", "postgresql://u:p@db:5432/legato", "links.keys", KEYS);

    @Test
    void defaults() {
        MetadataSettings settings = MetadataSettings.from(Settings.of(LEAST));
        assertEquals(8102, settings.http().port());
        assertEquals(2, settings.instances());
        assertEquals(
                new CacheSettings(
                        Duration.ofMillis(150),
                        32 << 20,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5)),
                settings.cache());
        assertEquals("http://localhost:8081", settings.links().edge().url(Optional.empty()));
        assertEquals(Duration.ofHours(6), settings.links().validFor());
    }

    @Test
    void keys() {
        Map<String, String> values = new HashMap<>(LEAST);
        values.putAll(Map.of(
                "metadata.port", "1",
                "metadata.instances", "3",
                "links.edgeUrl", "https://cdn.example.org//",
                "links.validFor", "2h"));
        Settings given = Settings.of(values);
        MetadataSettings settings = MetadataSettings.from(given);
        given.rejectUnknown();
        assertEquals(1, settings.http().port());
        assertEquals(3, settings.instances());
        assertEquals("https://cdn.example.org", settings.links().edge().url(Optional.of("localhost")));
        assertEquals(Duration.ofHours(2), settings.links().validFor());
    }

    @ParameterizedTest
    @CsvSource({
        "metadata.cachePatience, 0ms, from 1ms to 1m",
        "metadata.cachePatience, 61s, from 1ms to 1m",
        "metadata.cache.nearFor, 11m, from 1s to 10m",
        "metadata.cache.missing, 61s, from 1s to 1m",
        "links.validFor, 59s, from 1m to 30d",
        "links.validFor, 31d, from 1m to 30d"
    })
    void from_durationOutOfBounds_isRefusedWithBoth(String key, String value, String expected) {
        Settings given = Settings.of(LEAST).with(Map.of(key, value));
        var failure = assertThrows(SettingsException.class, () -> MetadataSettings.from(given));
        assertEquals("%s: %s (expected: %s)".formatted(key, value, expected), failure.getMessage());
    }
}
