package dev.legato.recommend;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;

/** Recommend-api's settings. */
public record RecommendSettings(
        HttpSettings http, PostgresSettings postgres, KafkaSettings kafka, TokenSettings tokens) {

    public static RecommendSettings from(Settings settings) {
        return new RecommendSettings(
                HttpSettings.from(settings, LegatoService.RECOMMEND),
                PostgresSettings.from(settings),
                KafkaSettings.from(settings),
                TokenSettings.from(settings));
    }
}
