package dev.legato.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.contracts.PlayEvent;
import java.time.Duration;

/**
 * The acknowledged events a player may still retry, bounded in number and time.
 *
 * <p>It spares Kafka the common retry and reports it to the player; it is no proof. A restart loses it, and another
 * instance never knew it, so whoever reads the topic drops a second event of the same listener and id.
 */
final class SeenEvents {
    private final Cache<EventKey, Boolean> keys;

    /** An event's identity: its id is unique within its listener. */
    record EventKey(String listener, String id) {
        static EventKey of(PlayEvent event) {
            return new EventKey(event.listener(), event.id());
        }
    }

    SeenEvents(long most, Duration forgetAfter) {
        keys = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(forgetAfter)
                .build();
    }

    boolean contains(EventKey key) {
        return keys.getIfPresent(key) != null;
    }

    void add(EventKey key) {
        keys.put(key, true);
    }
}
