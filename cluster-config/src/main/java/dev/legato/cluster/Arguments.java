package dev.legato.cluster;

import dev.legato.contracts.Word;
import java.time.Duration;

/** What a cluster is asked with, checked alike by every kind of cluster. */
final class Arguments {
    private Arguments() {}

    /** @throws IllegalArgumentException if the topic is no word or the payload is too long */
    static void requirePublishable(String topic, byte[] payload) {
        requireTopic(topic);
        if (payload.length > Cluster.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "payload: %d bytes (expected: <= %d)".formatted(payload.length, Cluster.MAX_PAYLOAD_BYTES));
        }
    }

    /** @throws IllegalArgumentException if it is no word */
    static void requireTopic(String topic) {
        Word.require("topic", topic);
    }

    /** @throws IllegalArgumentException if the name is no word, there are no permits or the duration is too short */
    static void requirePermit(String name, int max, Duration duration) {
        requireLease(name, duration);
        if (max < 1) {
            throw new IllegalArgumentException("permits: %d (expected: >= 1)".formatted(max));
        }
    }

    /** @throws IllegalArgumentException if a name is no word, there are no seats or a duration is too short */
    static void requireSeat(String name, String holder, int max, Duration life, Duration rest) {
        requirePermit(name, max, life);
        requireLease(holder, rest);
    }

    /** @throws IllegalArgumentException if the name is no word or the duration too short */
    static void requireLease(String name, Duration duration) {
        Word.require("lease", name);
        if (duration.compareTo(Cluster.MIN_LEASE) < 0) {
            throw new IllegalArgumentException("lease: %s (expected: >= %s)".formatted(duration, Cluster.MIN_LEASE));
        }
    }
}
