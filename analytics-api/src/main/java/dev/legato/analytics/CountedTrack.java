package dev.legato.analytics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.legato.contracts.TrackPlays;

/** A track's figures as they lie in their topic. */
record CountedTrack(@JsonValue TrackPlays plays) implements Result {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    CountedTrack {}

    TrackStats stats() {
        return new TrackStats(plays.trackId(), plays.plays(), plays.listeners());
    }
}
