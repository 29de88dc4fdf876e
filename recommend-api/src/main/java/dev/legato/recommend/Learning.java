package dev.legato.recommend;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.Named;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.EventConsumer.Event;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes batches of events into the store. */
final class Learning {
    private static final Logger LOG = LoggerFactory.getLogger(Learning.class);

    private final LearningStore store;

    private record Pair(String account, String track) {}

    Learning(LearningStore store) {
        this.store = store;
    }

    /** Learns what a batch says. Learning it again changes nothing. */
    void learn(List<Event> batch) {
        Map<String, KnownTrack> tracks = new LinkedHashMap<>();
        Map<Pair, Listen> listens = new LinkedHashMap<>();
        for (Event event : batch) {
            try {
                if (event.topic().equals(Topics.CATALOGUE)) {
                    KnownTrack track = track(event);
                    tracks.put(track.id(), track);
                } else if (event.value() != null) {
                    Listen.of(Json.readEvent(event.value().getBytes(), PlayEvent.class)
                                    .data())
                            .ifPresent(listen -> merge(listens, listen));
                }
            } catch (IOException | IllegalArgumentException e) {
                // One bad record must not stop the learning.
                LOG.warn("passed over {}-{}@{}: {}", event.topic(), event.partition(), event.offset(), e.toString());
            }
        }
        if (!tracks.isEmpty() || !listens.isEmpty()) {
            store.learn(tracks.values(), listens.values());
        }
    }

    /** Ten reports of one playback are one listen. */
    private static void merge(Map<Pair, Listen> listens, Listen listen) {
        var _ = listens.merge(
                new Pair(listen.account(), listen.track()),
                listen,
                (one, other) -> one.at().isAfter(other.at()) ? one : other);
    }

    private static KnownTrack track(Event event) throws IOException {
        if (event.key() == null) {
            throw new IllegalArgumentException("no key");
        }
        if (event.value() == null) {
            return new KnownTrack(event.key(), List.of(), true);
        }
        CatalogueTrack track =
                Json.readEvent(event.value().getBytes(), CatalogueTrack.class).data();
        return new KnownTrack(
                event.key(), track.artists().stream().map(Named::id).toList(), false);
    }
}
