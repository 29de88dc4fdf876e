package dev.legato.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.ingest.journal.JournalSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngestSettingsTest {
    @Test
    void from_nothing_hasDefaults() {
        IngestSettings settings = IngestSettings.from(Settings.of(Map.of()));
        assertEquals(8104, settings.http().port());
        assertEquals("127.0.0.1:9092", settings.kafka().bootstrap());
        assertEquals(
                new JournalSettings(Path.of("data/ingest-journal"), 1L << 30),
                settings.journal().orElseThrow());
        assertEquals(5_000, settings.mostInFlight());
        assertEquals(Duration.ofSeconds(5), settings.ackTimeout());
        assertEquals(100_000, settings.mostRemembered());
        assertEquals(Duration.ofHours(1), settings.rememberedFor());
    }

    @Test
    void from_everyKey() {
        Settings given = Settings.of(Map.of(
                "ingest.port", "7",
                "ingest.journalFolder", "/journal",
                "ingest.journalMaxBytes", "16MiB",
                "ingest.maxInFlight", "200",
                "ingest.ackTimeout", "250ms",
                "ingest.dedupeEvents", "9",
                "ingest.dedupeFor", "2m",
                "kafka.bootstrap", "broker:9092"));
        IngestSettings settings = IngestSettings.from(given);
        given.rejectUnknown();
        assertEquals(7, settings.http().port());
        assertEquals("broker:9092", settings.kafka().bootstrap());
        assertEquals(
                new JournalSettings(Path.of("/journal"), 16 << 20),
                settings.journal().orElseThrow());
        assertEquals(200, settings.mostInFlight());
        assertEquals(Duration.ofMillis(250), settings.ackTimeout());
        assertEquals(9, settings.mostRemembered());
        assertEquals(Duration.ofMinutes(2), settings.rememberedFor());
    }

    @Test
    void from_journalOff_hasNone() {
        assertEquals(
                Optional.empty(),
                IngestSettings.from(Settings.of(Map.of("ingest.journalEnabled", "false")))
                        .journal());
    }

    @Test
    void from_journalOfLessThanItsSegmentsNeed_isRefused() {
        Settings given = Settings.of(Map.of("ingest.journalMaxBytes", "15MiB"));
        SettingsException refused = assertThrows(SettingsException.class, () -> IngestSettings.from(given));
        assertEquals("ingest.journalMaxBytes: 15MiB (expected: from 16MiB to 1TiB)", refused.getMessage());
    }

    @Test
    void from_roomForLessThanABatch_isRefused() {
        Settings given = Settings.of(Map.of("ingest.maxInFlight", "99"));
        assertThrows(SettingsException.class, () -> IngestSettings.from(given));
    }

    @ParameterizedTest
    @CsvSource({
        "ingest.ackTimeout, 0s, from 100ms to 1h",
        "ingest.ackTimeout, 61m, from 100ms to 1h",
        "ingest.dedupeFor, 0s, from 1s to 30d",
        "ingest.dedupeFor, 31d, from 1s to 30d"
    })
    void from_durationOutOfBounds_isRefusedWithBoth(String key, String value, String expected) {
        Settings given = Settings.of(Map.of(key, value));
        var failure = assertThrows(SettingsException.class, () -> IngestSettings.from(given));
        assertEquals("%s: %s (expected: %s)".formatted(key, value, expected), failure.getMessage());
    }
}
