package dev.legato.analytics;

import java.util.Objects;

/**
 * A track's figures of all time.
 *
 * @param listeners how many different accounts played it
 */
record TrackStats(String trackId, long plays, long listeners) {
    TrackStats {
        Objects.requireNonNull(trackId);
    }
}
