package dev.legato.analytics;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Analytics-api's settings.
 *
 * @param stateDir {@code analytics.stateDir}, this instance's own folder for its stores. Kafka can restore all of it, so
 *     losing it costs time and nothing else
 * @param threads {@code analytics.threads}, how many threads process events
 * @param storeBytes {@code analytics.storeMemory}, what all stores together may hold in memory
 * @param stallAfter {@code analytics.stallAfter}, how long counting may stand still while records wait; beyond it the
 *     service is not ready and starts counting anew
 */
public record AnalyticsSettings(
        HttpSettings http,
        KafkaSettings kafka,
        TokenSettings tokens,
        Path stateDir,
        int threads,
        long storeBytes,
        Duration stallAfter) {

    public static AnalyticsSettings from(Settings settings) {
        return new AnalyticsSettings(
                HttpSettings.from(settings, LegatoService.ANALYTICS),
                KafkaSettings.from(settings),
                TokenSettings.from(settings),
                settings.path("analytics.stateDir", Path.of(System.getProperty("java.io.tmpdir"), "legato-analytics")),
                (int) settings.integer("analytics.threads", 1, 1, 64),
                settings.bytes("analytics.storeMemory", 8 << 20),
                settings.duration(
                        "analytics.stallAfter", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(24)));
    }
}
