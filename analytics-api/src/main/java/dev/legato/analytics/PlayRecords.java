package dev.legato.analytics;

import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the records of {@link Topics#PLAYS}. */
final class PlayRecords {
    /** A player's clock may be wrong; a day that is far ahead would take the places of the days that charts need. */
    private static final Duration FURTHEST_AHEAD = Duration.ofDays(1);

    private PlayRecords() {}

    /**
     * Reads one.
     *
     * @param now the server's clock
     * @throws IOException if the value is no play event
     * @throws IllegalArgumentException naming the member at fault if it is one that cannot be
     */
    static PlayEvent read(byte @Nullable [] key, byte @Nullable [] value, Instant now) throws IOException {
        if (value == null) {
            throw new IllegalArgumentException("value: missing");
        }
        PlayEvent event = Json.readEvent(value, PlayEvent.class).data();
        // By another key it would lie in another partition, where nothing else of this listener is known.
        if (key == null || !Arrays.equals(key, event.listener().getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException("key: missing or not the listener");
        }
        if (event.at().isAfter(now.plus(FURTHEST_AHEAD))) {
            throw new IllegalArgumentException(
                    "at: %s (expected: at most a day ahead of %s)".formatted(event.at(), now));
        }
        return event;
    }
}
