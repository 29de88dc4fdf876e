package dev.legato.playlist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlaylistSettingsTest {
    @Test
    void from_nothingElseSet_hasDefaults() {
        PlaylistSettings settings =
                PlaylistSettings.from(Settings.of(Map.of("postgres.uri", "postgresql://u:p@db:5432/legato")));
        assertEquals(8103, settings.http().port());
        assertEquals("127.0.0.1", settings.http().host());
        assertEquals(8, settings.postgres().poolSize());
        assertEquals("127.0.0.1:9092", settings.kafka().bootstrap());
        assertEquals("legato", settings.tokens().audience());
    }

    @Test
    void from_everyKey_isRead() {
        Settings source = Settings.of(Map.of(
                "postgres.uri", "postgresql://u:p@db:5432/legato",
                "playlist.host", "0.0.0.0",
                "playlist.port", "1",
                "playlist.maxBody", "8KiB",
                "playlist.idleTimeout", "5s",
                "kafka.bootstrap", "kafka:9092",
                "tokens.jwks", "http://account:8101/oauth2/jwks.json"));
        PlaylistSettings settings = PlaylistSettings.from(source);
        source.rejectUnknown();
        assertEquals("0.0.0.0", settings.http().host());
        assertEquals(1, settings.http().port());
        assertEquals(8_192, settings.http().mostBodyBytes());
        assertEquals("kafka:9092", settings.kafka().bootstrap());
        assertEquals(
                URI.create("http://account:8101/oauth2/jwks.json"),
                settings.tokens().jwks());
    }

    @Test
    void from_noPostgres_saysWhatToSet() {
        assertThrows(SettingsException.class, () -> PlaylistSettings.from(Settings.of(Map.of())));
    }
}
