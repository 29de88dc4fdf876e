package dev.legato.search.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import dev.legato.search.opensearch.OpenSearchSettings.Routing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenSearchSettingsTest {
    @Test
    void from_nothing_isNoOpenSearch() {
        assertEquals(Optional.empty(), OpenSearchSettings.from(Settings.of(Map.of())));
    }

    @Test
    void from_everyKey_isReadAndShowsNoPassword() {
        Settings given = Settings.of(Map.of(
                "search.opensearch.uri", "https://search.example.org:9200",
                "search.opensearch.user", "legato",
                "search.opensearch.password", "hunter2",
                "search.opensearch.index", "music",
                "search.opensearch.shards", "6",
                "search.opensearch.replicas", "2",
                "search.opensearch.routing", "kind",
                "search.opensearch.timeout", "800ms"));
        OpenSearchSettings settings = OpenSearchSettings.from(given).orElseThrow();
        given.rejectUnknown();
        assertEquals("https://search.example.org:9200/music", settings.toString());
        assertEquals("hunter2", settings.password());
        assertEquals(6, settings.shards());
        assertEquals(2, settings.replicas());
        assertEquals(Routing.KIND, settings.routing());
        assertEquals(Duration.ofMillis(800), settings.timeout());
        assertFalse(settings.toString().contains("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search.opensearch.user | legato | search.opensearch.user and search.opensearch.password belong together",
                "search.opensearch.index | Music | search.opensearch.index: Music (expected: a small letter, then small"
                        + " letters, digits and hyphens)",
                "search.opensearch.shards | 0 | search.opensearch.shards: '0' (expected: a whole number from 1 to 256)"
            })
    void from_valueThatDoesNotFit_isRefused(String key, String value, String expected) {
        Settings given = Settings.of(Map.of(key, value));
        var failure = assertThrows(SettingsException.class, () -> OpenSearchSettings.from(given));
        assertEquals(expected, failure.getMessage());
    }
}
