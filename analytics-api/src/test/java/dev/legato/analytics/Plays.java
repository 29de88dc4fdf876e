package dev.legato.analytics;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.PlayEvent.Type;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Plays for tests, as event-ingest publishes them. */
final class Plays {
    private Plays() {}

    /** Half a minute of a track, heard by alice a minute ago; returns when Kafka has it. */
    static void send(KafkaProducer<String, byte[]> producer, TrackId track, String session) throws Exception {
        Instant start = Clock.systemUTC().instant().minusSeconds(60);
        for (int second : new int[] {0, 30}) {
            PlayEvent event = new PlayEvent(
                    session + "-" + second,
                    second == 0 ? Type.STARTED : Type.PROGRESS,
                    "alice",
                    track,
                    second * 1_000L,
                    session,
                    null,
                    start.plusSeconds(second));
            var envelope = CloudEvent.of(event.id(), "/event-ingest", "dev.legato.play", "alice", event.at(), event);
            var _ = producer.send(new ProducerRecord<>(Topics.PLAYS, "alice", Json.write(envelope)))
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
