package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecommendSettingsTest {
    @Test
    void from_postgresAlone_hasDefaults() {
        Settings given = Settings.of(Map.of("postgres.uri", "postgresql://u:p@db:5432/legato"));
        RecommendSettings settings = RecommendSettings.from(given);
        given.rejectUnknown();
        assertEquals(8106, settings.http().port());
        assertEquals("127.0.0.1:9092", settings.kafka().bootstrap());
        assertEquals("legato", settings.tokens().audience());
    }

    @Test
    void from_nothing_saysWhatIsMissing() {
        Settings given = Settings.of(Map.of());
        assertThrows(SettingsException.class, () -> RecommendSettings.from(given));
    }

    @Test
    void from_otherPort() {
        Settings given = Settings.of(Map.of("postgres.uri", "postgresql://u:p@db:5432/legato", "recommend.port", "7"));
        assertEquals(7, RecommendSettings.from(given).http().port());
    }
}
