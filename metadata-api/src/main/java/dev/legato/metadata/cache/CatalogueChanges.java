package dev.legato.metadata.cache;

import com.fasterxml.jackson.databind.JsonNode;
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

    /**
     * The entries a record concerns; none if it is older than anything Redis may hold. The key does not say what kind of entry it
     * names, and evicting one that there is not costs nothing.
     */
    private List<EntryKey> keys(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.key() == null) {
            throw new IllegalArgumentException("key: missing");
        }
        if (record.timestamp() < clock.millis() - entryAge.toMillis()) {
            return List.of();
        }
        String id = new String(record.key(), StandardCharsets.UTF_8);
        List<EntryKey> keys = new ArrayList<>();
        for (Kind<?> kind : List.of(Kind.TRACK, Kind.ALBUM, Kind.ARTIST)) {
            keys.add(EntryKey.of(kind, id));
        }
        if (record.value() != null) {
            JsonNode entry = Json.read(record.value(), JsonNode.class).path("data");
            add(keys, Kind.ALBUM, entry.path("album"));
            entry.path("artists").forEach(artist -> add(keys, Kind.ARTIST, artist));
        }
        return keys;
    }

    private static void add(List<EntryKey> keys, Kind<?> kind, JsonNode named) {
        String id = named.path("id").asText("");
        if (!id.isEmpty()) {
            keys.add(EntryKey.of(kind, id));
        }
    }

    private void evict(List<List<EntryKey>> changes) {
        cache.evict(changes.stream().flatMap(List::stream).distinct().toList()).await();
    }
}
