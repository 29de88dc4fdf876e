package dev.legato.analytics;

import dev.legato.contracts.TrackId;
import java.time.Instant;

/**
 * A playback that counts.
 *
 * @param playedAt when it started
 */
record CountedPlay(String listener, TrackId trackId, Instant playedAt) {}
