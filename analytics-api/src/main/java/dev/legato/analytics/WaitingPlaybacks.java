package dev.legato.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Playbacks of tracks that the catalogue does not have yet: a play may come before its track does, since each takes its own
 * way. They are judged when the track is there, if that is within {@link #WAIT}; anybody can invent ids, so no more than
 * {@value #MAX_WAITING} wait in a partition. One that does not wait, or no longer, is judged at its next report.
 */
final class WaitingPlaybacks {
    /** Key {@code listener/session/track}, value since when, in milliseconds of the epoch. */
    static final String STORE = "waiting-playbacks";

    static final int MAX_WAITING = 2_000;
    static final Duration WAIT = Duration.ofHours(1);

    private final KeyValueStore<String, Long> store;
    private int size;

    WaitingPlaybacks(KeyValueStore<String, Long> store) {
        this.store = store;
        try (KeyValueIterator<String, Long> all = store.all()) {
            all.forEachRemaining(_ -> size++);
        }
    }

    void add(Playback playback, Instant now) {
        if (size < MAX_WAITING && store.putIfAbsent(playback.key(), now.toEpochMilli()) == null) {
            size++;
        }
    }

    void remove(Playback playback) {
        if (size > 0 && store.delete(playback.key()) != null) {
            size--;
        }
    }

    /** All that wait, without those that have waited long enough. */
    List<Playback> all(Instant now) {
        List<Playback> waiting = new ArrayList<>();
        if (size == 0) {
            return waiting;
        }
        List<Playback> expired = new ArrayList<>();
        long oldest = now.minus(WAIT).toEpochMilli();
        try (KeyValueIterator<String, Long> all = store.all()) {
            all.forEachRemaining(entry -> (entry.value < oldest ? expired : waiting).add(Playback.parse(entry.key)));
        }
        // Those of an account that was forgotten are gone from the store without this knowing.
        size = waiting.size() + expired.size();
        expired.forEach(this::remove);
        return waiting;
    }
}
