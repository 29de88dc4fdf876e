package dev.legato.analytics;

import dev.legato.contracts.AccountEvent;
import dev.legato.contracts.CloudEvent;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads which accounts are gone from the records of {@code accounts}. */
final class Forgetting {
    private Forgetting() {}

    /**
     * The account that a record says is gone, if it says so. One that cannot be read becomes a dead letter where the same
     * topic is read to be answered.
     */
    static List<String> account(byte @Nullable [] value) {
        if (value == null) {
            return List.of();
        }
        try {
            CloudEvent<AccountEvent> event = Json.readEvent(value, AccountEvent.class);
            return event.type().equals(AccountEvent.Type.DELETED.eventType())
                    ? List.of(event.data().account())
                    : List.of();
        } catch (IOException | IllegalArgumentException _) {
            return List.of();
        }
    }

    /** A partitioner that sends each record to all partitions. */
    static Optional<Set<Integer>> everyPartition(String topic, String key, String account, int partitions) {
        return Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()));
    }
}
