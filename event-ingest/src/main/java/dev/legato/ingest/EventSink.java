package dev.legato.ingest;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.Topics;
import dev.legato.ingest.journal.Journal;
import dev.legato.ingest.journal.JournalEntry;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.EventPublisher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.List;

/** Where events are kept durably. */
@FunctionalInterface
interface EventSink {
    /** Keeps events in their order; each future completes, on the caller's context, when its event is durable. */
    List<Future<Void>> write(List<PlayEvent> events);

    /** Events are durable when the journal has synced them; Kafka gets them from there. */
    static EventSink of(Journal journal, Vertx vertx) {
        return events -> {
            List<JournalEntry> entries = events.stream()
                    .map(event -> new JournalEntry(event.listener(), Json.write(envelope(event))))
                    .toList();
            Future<Void> synced = Future.fromCompletionStage(journal.append(entries), vertx.getOrCreateContext());
            return Collections.nCopies(events.size(), synced);
        };
    }

    /** Events are durable when all of Kafka's in-sync replicas have them. */
    static EventSink of(EventPublisher publisher) {
        return events -> events.stream()
                .map(event -> publisher.publish(Topics.PLAYS, event.listener(), envelope(event)))
                .toList();
    }

    private static CloudEvent<PlayEvent> envelope(PlayEvent event) {
        return CloudEvent.of(
                // An id is the player's own, and CloudEvents wants it unique within the source.
                event.listener() + "." + event.id(),
                "/event-ingest",
                PlayEventReader.type(event.type()),
                event.listener(),
                event.at(),
                event);
    }
}
