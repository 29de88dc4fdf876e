package dev.legato.analytics;

import dev.legato.contracts.TrackId;
import java.time.Instant;
import java.util.Objects;

/**
 * One play of a listener.
 *
 * @param number how many plays of this listener counted before it; distinguishes plays of the same instant
 */
record HistoryItem(TrackId trackId, Instant playedAt, long number) {
    HistoryItem {
        Objects.requireNonNull(trackId);
        Objects.requireNonNull(playedAt);
    }
}
