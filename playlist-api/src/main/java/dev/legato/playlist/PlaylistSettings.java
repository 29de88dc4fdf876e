package dev.legato.playlist;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;

/** The settings of playlist-api, section {@code playlist}: where it listens, and its stores. */
public record PlaylistSettings(
        HttpSettings http, PostgresSettings postgres, KafkaSettings kafka, TokenSettings tokens) {

    public static PlaylistSettings from(Settings settings) {
        return new PlaylistSettings(
                HttpSettings.from(settings, LegatoService.PLAYLIST),
                PostgresSettings.from(settings),
                KafkaSettings.from(settings),
                TokenSettings.from(settings));
    }
}
