package dev.legato.analytics;

import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.TrackId;
import java.time.Instant;
import java.util.Objects;

/**
 * A playback that counts.
 *
 * @param playedAt when it started
 */
record CountedPlay(String listener, TrackId trackId, Instant playedAt) {
    CountedPlay {
        Objects.requireNonNull(listener);
        Objects.requireNonNull(trackId);
        Objects.requireNonNull(playedAt);
    }

    static CountedPlay of(HeardPlay play) {
        return new CountedPlay(play.listener(), play.trackId(), play.startedAt());
    }
}
