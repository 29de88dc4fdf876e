package dev.legato.analytics;

import dev.legato.contracts.PlayEvent;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one playback.
 *
 * @param lastAt the latest report's time
 * @param heard null once it has counted; nothing can change it then
 */
record Hearing(Instant lastAt, @Nullable HeardTime heard) {
    Hearing {
        Objects.requireNonNull(lastAt);
    }

    /** With one more report of a playback that has not counted. */
    static Hearing with(@Nullable Hearing known, PlayEvent event) {
        if (known == null || known.heard() == null) {
            return new Hearing(event.at(), HeardTime.of(event));
        }
        Instant lastAt = known.lastAt().isAfter(event.at()) ? known.lastAt() : event.at();
        return new Hearing(lastAt, known.heard().with(event));
    }
}
