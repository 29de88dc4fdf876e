package dev.legato.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * How far counting is behind its topics, and since when it has not moved. Kafka Streams itself does not say: it calls
 * itself running while its threads wait for something that never comes.
 *
 * @param lag records that are written and not read yet, over all partitions
 * @param waiting where each partition that is behind stands, and since when
 */
record CountingProgress(long lag, Map<TopicPartition, Waiting> waiting) {
    static final CountingProgress NONE = new CountingProgress(0, Map.of());

    CountingProgress {
        waiting = Map.copyOf(waiting);
    }

    /**
     * A reader in a partition.
     *
     * @param position the offset it has got to
     * @param end the offset it will get to if it reads all there is
     */
    record Place(long position, long end) {}

    record Waiting(long position, Instant since) {}

    /** What is known after another look at every partition. */
    CountingProgress after(Map<TopicPartition, Place> places, Instant now) {
        long behind = 0;
        Map<TopicPartition, Waiting> next = new HashMap<>();
        for (var entry : places.entrySet()) {
            Place place = entry.getValue();
            if (place.position < place.end) {
                behind += place.end - place.position;
                Waiting before = waiting.get(entry.getKey());
                boolean moved = before == null || before.position != place.position;
                next.put(entry.getKey(), moved ? new Waiting(place.position, now) : before);
            }
        }
        return new CountingProgress(behind, next);
    }

    /** How long that one of these partitions that has waited longest has not moved; zero if none is behind. */
    Duration stalledFor(Instant now, Predicate<TopicPartition> which) {
        return waiting.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .map(entry -> Duration.between(entry.getValue().since, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
