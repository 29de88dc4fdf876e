package dev.legato.metadata.cache;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.Topics;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventConsumer;
import dev.legato.runtime.kafka.KafkaSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Evicts what the catalogue's events name, once more: should the writer have ended between its commit and the eviction, or
 * while Redis was away, the event is what is left, since it was written in the same transaction. An event is done when Redis
 * has taken it. All instances share one consumer group, since what one evicts all hear of.
 */
public final class CatalogueChanges {
    private static final String GROUP = "legato-catalogue-cache";

    private final CatalogueCache cache;
    private final Clock clock;
    private final Duration entryAge;

    /** @param settings tell how old an entry may be that an event could still concern */
    public CatalogueChanges(CatalogueCache cache, CacheSettings settings, Clock clock) {
        this.cache = cache;
        this.clock = clock;
        this.entryAge = settings.fresh().plus(settings.stale());
    }

    /** A consumer that evicts. */
    public EventConsumer<?> consumer(Vertx vertx, KafkaSettings kafka, DeadLetters deadLetters) {
        return EventConsumer.create(
                vertx, kafka, GROUP, Map.of(Topics.CATALOGUE, this::keys), this::evict, deadLetters);
    }

    /** The entries a record concerns; none if it is older than anything Redis may hold. */
    private List<EntryKey> keys(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.key() == null) {
            throw new IllegalArgumentException("key: missing");
        }
        if (record.timestamp() < clock.millis() - entryAge.toMillis()) {
            return List.of();
        }
        List<EntryKey> keys = new ArrayList<>();
        keys.add(EntryKey.of(Kind.TRACK, new String(record.key(), StandardCharsets.UTF_8)));
        if (record.value() != null) {
            CatalogueTrack track =
                    Json.readEvent(record.value(), CatalogueTrack.class).data();
            keys.add(EntryKey.of(Kind.ALBUM, track.album().id()));
            track.artists().forEach(artist -> keys.add(EntryKey.of(Kind.ARTIST, artist.id())));
        }
        return keys;
    }

    private void evict(List<List<EntryKey>> changes) {
        cache.evict(changes.stream().flatMap(List::stream).distinct().toList()).await();
    }
}
