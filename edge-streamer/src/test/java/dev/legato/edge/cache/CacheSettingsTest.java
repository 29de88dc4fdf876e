package dev.legato.edge.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSettingsTest {
    private static final Map<String, String> LEAST =
            Map.of("edge.origin.urls", "http://a.example/audio", "edge.cache.dir", "/var/cache/legato");

    private static CacheSettings read(String... more) {
        Map<String, String> values = new HashMap<>(LEAST);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        CacheSettings settings = CacheSettings.from(Settings.of(values));
        assertNotNull(settings);
        return settings;
    }

    @Test
    void withoutOrigins_thereIsNoCache() {
        assertNull(CacheSettings.from(Settings.of(Map.of())));
    }

    @Test
    void defaults_areThoseOfAPublicEdge() {
        CacheSettings settings = read();
        assertEquals(10L << 30, settings.store().maxBytes());
        assertEquals(1 << 20, settings.sliceBytes());
        assertEquals("legato", settings.name());
        assertTrue(settings.query());
        assertNull(settings.purgeKey());
        assertEquals(false, settings.policy().honourRequestDirectives());
        assertEquals(
                Set.of("access-control-*", "timing-allow-origin", "x-amz-*"),
                settings.policy().droppedFields());
        assertEquals(Duration.ofSeconds(5), settings.collapseWait());
    }

    @Test
    void values_areRead() {
        CacheSettings settings = read(
                "edge.cache.bytes", "64MiB",
                "edge.cache.sliceBytes", "64KiB",
                "edge.cache.objects", "7",
                "edge.cache.pinned", "hits/, top/",
                "edge.cache.negative", "3s",
                "edge.cache.purgeKey", "0123456789abcdef");
        assertEquals(64L << 20, settings.store().maxBytes());
        assertEquals(64 << 10, settings.sliceBytes());
        assertEquals(7, settings.store().maxObjects());
        assertEquals(2, settings.store().pinnedPrefixes().size());
        assertEquals(Duration.ofSeconds(3), settings.policy().negativeLifetime());
        assertEquals("0123456789abcdef", settings.purgeKey());
    }

    @ParameterizedTest
    @CsvSource({
        "edge.cache.sliceBytes, 1KiB, a multiple of 64KiB",
        "edge.cache.sliceBytes, 100KiB, a multiple of 64KiB",
        "edge.cache.bytes, 1MiB, slices",
        "edge.cache.purgeKey, short, >= 16",
        "edge.cache.readAhead, 65, 64",
        "edge.origin.urls, ftp://a.example, http://"
    })
    void wrongValue_isRefusedByItsKeyAndWhatWouldBeRight(String key, String value, String right) {
        String message =
                assertThrows(SettingsException.class, () -> read(key, value)).getMessage();
        assertTrue(message.startsWith("edge.") && message.contains(right), message);
    }

    @Test
    void folderWithoutOrigins_isRefused() {
        Settings settings = Settings.of(Map.of("edge.cache.dir", "/var/cache/legato"));
        assertThrows(SettingsException.class, () -> CacheSettings.from(settings));
    }

    @Test
    void originsWithoutAFolder_areRefused() {
        Settings settings = Settings.of(Map.of("edge.origin.urls", "http://a.example"));
        assertThrows(SettingsException.class, () -> CacheSettings.from(settings));
    }
}
