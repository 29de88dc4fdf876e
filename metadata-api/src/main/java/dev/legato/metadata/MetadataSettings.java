package dev.legato.metadata;

import dev.legato.contracts.LegatoService;
import dev.legato.metadata.cache.CacheSettings;
import dev.legato.metadata.purge.PurgeSettings;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.redis.RedisSettings;
import dev.legato.runtime.settings.Settings;

/**
 * The settings of metadata-api, section {@code metadata}.
 *
 * @param instances {@code metadata.instances}, verticles that share the port; each has an event loop of its own
 */
public record MetadataSettings(
        HttpSettings http,
        int instances,
        CacheSettings cache,
        PostgresSettings postgres,
        RedisSettings redis,
        KafkaSettings kafka,
        TokenSettings tokens,
        LinkSettings links,
        PurgeSettings purge) {

    public static MetadataSettings from(Settings settings) {
        return new MetadataSettings(
                HttpSettings.from(settings, LegatoService.METADATA),
                (int) settings.integer("metadata.instances", 2, 1, 64),
                CacheSettings.from(settings),
                // What another instance has imported must not be read, and cached, as it was before.
                PostgresSettings.from(settings).withSharedPositions(RedisSettings.from(settings)),
                RedisSettings.from(settings),
                KafkaSettings.from(settings),
                TokenSettings.from(settings),
                LinkSettings.from(settings),
                PurgeSettings.from(settings));
    }
}
