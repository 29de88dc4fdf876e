package dev.legato.analytics;

import dev.legato.contracts.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * How far counting is behind its topics, and since when it has not moved. Kafka Streams itself does not say: it calls
 * itself running while its threads wait for something that never comes.
 *
 * @param lag records that are written and not read yet, over all partitions; NaN until Kafka has answered once
 * @param waiting where each partition that is behind stands, and since when
 * @param ableSince since when this instance has been able to count: it runs, and Kafka answers
 */
record CountingProgress(double lag, Map<TopicPartition, Waiting> waiting, Instant ableSince) {
    static final CountingProgress NONE = new CountingProgress(Double.NaN, Map.of(), Instant.EPOCH);

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

    /**
     * What is known after every partition was read once more.
     *
     * @param running whether this instance says that it counts
     */
    CountingProgress after(Map<TopicPartition, Place> places, boolean running, Instant now) {
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
        return new CountingProgress(behind, next, running ? ableSince : now);
    }

    /** What is known when Kafka did not answer: what waited still waits, and its number is unknown. */
    CountingProgress unanswered(Instant now) {
        return new CountingProgress(lag, waiting, now);
    }

    /** How long that one of these partitions that has waited longest has not moved; zero if none is behind. */
    Duration stalledFor(Instant now, Predicate<TopicPartition> which) {
        return waiting.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .map(entry -> Duration.between(entry.getValue().since, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /**
     * Whether this instance has been able to count for so long, and has not.
     *
     * @param own the partitions of {@code plays} that it reads; what others read, they have to count
     */
    boolean isStuck(Set<TopicPartition> own, Duration bound, Instant now) {
        Duration stalled =
                stalledFor(now, partition -> !partition.topic().equals(Topics.PLAYS) || own.contains(partition));
        return stalled.compareTo(bound) >= 0 && Duration.between(ableSince, now).compareTo(bound) >= 0;
    }
}
