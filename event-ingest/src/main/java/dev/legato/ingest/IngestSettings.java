package dev.legato.ingest;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * Event-ingest's settings.
 *
 * @param mostInFlight {@code ingest.maxInFlight}, events sent to Kafka and not yet acknowledged; beyond it 429
 * @param ackTimeout {@code ingest.ackTimeout}, how long a request waits for Kafka's acknowledgement; beyond it 503
 * @param mostRemembered {@code ingest.dedupeEvents}, how many acknowledged events are remembered, the latest used
 * @param rememberedFor {@code ingest.dedupeFor}, for how long
 */
public record IngestSettings(
        HttpSettings http,
        KafkaSettings kafka,
        TokenSettings tokens,
        int mostInFlight,
        Duration ackTimeout,
        long mostRemembered,
        Duration rememberedFor) {

    public static IngestSettings from(Settings settings) {
        return new IngestSettings(
                HttpSettings.from(settings, LegatoService.INGEST),
                KafkaSettings.from(settings),
                TokenSettings.from(settings),
                (int) settings.integer("ingest.maxInFlight", 5_000, EventBatch.MAX_EVENTS, 1_000_000),
                settings.duration(
                        "ingest.ackTimeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofHours(1)),
                settings.integer("ingest.dedupeEvents", 100_000, 0, 100_000_000),
                settings.duration("ingest.dedupeFor", Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(30)));
    }
}
