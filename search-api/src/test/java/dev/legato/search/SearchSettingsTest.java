package dev.legato.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SearchSettingsTest {
    private static final String POSTGRES = "postgresql://u:p@db:5432/legato";

    @Test
    void from_postgresAlone_hasDefaults() {
        Settings given = Settings.of(Map.of("postgres.uri", POSTGRES));
        SearchSettings settings = SearchSettings.from(given);
        given.rejectUnknown();
        assertEquals(8108, settings.http().port());
        assertEquals(
                Path.of(System.getProperty("java.io.tmpdir"), "legato-search"),
                settings.places().folder());
        assertNull(settings.places().snapshots());
        assertEquals(Duration.ofHours(1), settings.places().snapshotEvery());
    }

    @Test
    void from_snapshotsTooRare_saysWhatWouldBeRight() {
        Settings given = Settings.of(Map.of("postgres.uri", POSTGRES, "search.snapshotEvery", "2d"));
        assertThrows(SettingsException.class, () -> SearchSettings.from(given));
    }
}
