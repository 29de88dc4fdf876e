package dev.legato.ingest;

import dev.legato.contracts.LegatoService;
import dev.legato.ingest.journal.JournalSettings;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Event-ingest's settings.
 *
 * @param journal where events wait for Kafka; without one, {@code ingest.journalEnabled: false}, they are acknowledged when
 *     Kafka has them
 * @param mostInFlight {@code ingest.maxInFlight}, events being written and not yet durable; beyond it 429
 * @param ackTimeout {@code ingest.ackTimeout}, how long a request waits until its events are durable; beyond it 503
 * @param mostRemembered {@code ingest.dedupeEvents}, how many acknowledged events are remembered, the latest used
 * @param rememberedFor {@code ingest.dedupeFor}, for how long
 */
public record IngestSettings(
        HttpSettings http,
        KafkaSettings kafka,
        TokenSettings tokens,
        Optional<JournalSettings> journal,
        int mostInFlight,
        Duration ackTimeout,
        long mostRemembered,
        Duration rememberedFor) {

    public static IngestSettings from(Settings settings) {
        return new IngestSettings(
                HttpSettings.from(settings, LegatoService.INGEST),
                KafkaSettings.from(settings),
                TokenSettings.from(settings),
                JournalSettings.from(settings),
                (int) settings.integer("ingest.maxInFlight", 5_000, EventBatch.MAX_EVENTS, 1_000_000),
                settings.duration(
                        "ingest.ackTimeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofHours(1)),
                settings.integer("ingest.dedupeEvents", 100_000, 0, 100_000_000),
                settings.duration("ingest.dedupeFor", Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(30)));
    }
}
