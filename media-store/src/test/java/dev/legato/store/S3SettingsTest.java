package dev.legato.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3SettingsTest {
    @Test
    void from_bucketAlone_hasDefaults() {
        S3Settings settings = S3Settings.from(Settings.of(Map.of("import.s3.bucket", "music")))
                .orElseThrow();
        assertEquals("us-east-1", settings.region());
        assertEquals(Duration.ofSeconds(20), settings.timeout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "99ms", "61m"})
    void from_timeoutOutOfBounds_isRefusedWithBoth(String value) {
        Settings given = Settings.of(Map.of("import.s3.bucket", "music", "import.s3.timeout", value));
        var failure = assertThrows(SettingsException.class, () -> S3Settings.from(given));
        assertEquals("import.s3.timeout: %s (expected: from 100ms to 1h)".formatted(value), failure.getMessage());
    }
}
