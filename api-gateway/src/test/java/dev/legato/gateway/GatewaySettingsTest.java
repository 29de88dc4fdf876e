package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {
    @Test
    void from_nothingSet_hasDefaults() {
        GatewaySettings settings = GatewaySettings.from(Settings.of(Map.of()));
        assertEquals(8080, settings.http().port());
        assertEquals(Duration.ofSeconds(10), settings.upstreamTimeout());
        assertEquals(Duration.ofSeconds(30), settings.bodyTimeout());
        assertEquals(3_000, settings.requestsPerWindow());
        assertEquals(3_000, settings.requestsPerNetwork());
        assertEquals(
                "127.0.0.1",
                settings.proxies().caller("127.0.0.1", List.of("8.8.8.8")).orElseThrow());
    }

    @Test
    void from_everyKey_isRead() {
        Settings source = Settings.of(Map.of(
                "gateway.bodyTimeout", "5s",
                "gateway.requestsPerWindow", "7",
                "gateway.requestsPerNetwork", "8",
                "gateway.proxies", "10.0.0.0/8"));
        GatewaySettings settings = GatewaySettings.from(source);
        source.rejectUnknown();
        assertEquals(Duration.ofSeconds(5), settings.bodyTimeout());
        assertEquals(7, settings.requestsPerWindow());
        assertEquals(8, settings.requestsPerNetwork());
        assertEquals(
                "8.8.8.8",
                settings.proxies().caller("10.0.0.1", List.of("8.8.8.8")).orElseThrow());
    }

    @Test
    void from_trustForwardedFor_namesTheKeyThatReplacesIt() {
        var failure = assertThrows(
                SettingsException.class,
                () -> GatewaySettings.from(Settings.of(Map.of("gateway.trustForwardedFor", "true"))));
        assertTrue(failure.getMessage().contains("gateway.proxies"), failure.getMessage());
    }

    @Test
    void from_bodiesLongerThanANetworkMayHold_areRefusedWithKeyAndBound() {
        assertEquals(
                4 << 20,
                GatewaySettings.from(Settings.of(Map.of("gateway.maxBody", "4MiB")))
                        .http()
                        .mostBodyBytes());
        var failure = assertThrows(
                SettingsException.class,
                () -> GatewaySettings.from(Settings.of(Map.of("gateway.maxBody", "4194305B"))));
        assertEquals("gateway.maxBody: 4194305B (expected: at most 4MiB)", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.upstreamTimeout, 0s, from 100ms to 1h",
        "gateway.upstreamTimeout, 61m, from 100ms to 1h",
        "gateway.bodyTimeout, 99ms, from 100ms to 1h",
        "gateway.bodyTimeout, 365d, from 100ms to 1h"
    })
    void from_durationOutOfBounds_isRefusedWithBoth(String key, String value, String expected) {
        Settings given = Settings.of(Map.of(key, value));
        var failure = assertThrows(SettingsException.class, () -> GatewaySettings.from(given));
        assertEquals("%s: %s (expected: %s)".formatted(key, value, expected), failure.getMessage());
    }
}
