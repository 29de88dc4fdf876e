package dev.legato.playlist;

import dev.legato.contracts.TrackId;
import java.time.Instant;

/**
 * A track's place in a playlist; the same track may have several.
 *
 * @param rank orders the entries, see {@link Ranks}
 * @param addedBy an account's id
 */
record Entry(String id, TrackId track, long rank, Instant addedAt, String addedBy) {}
