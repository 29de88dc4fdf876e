package dev.legato.contracts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One report of a player, the data of a {@code dev.legato.play.*} event on {@link Topics#PLAYS}.
 *
 * @param id the player's own id of the event, unique per listener; a retry repeats it
 * @param listener the account's id, from the access token
 * @param trackId the track heard
 * @param positionMs the playhead in milliseconds from the track's start when it happened, at most
 *     {@link #LAST_POSITION_MS}
 * @param sessionId one playback of one track: from its start to its end or the next track's start
 * @param deviceId the player, if it names itself
 * @param at when it happened by the player's clock, UTC
 */
public record PlayEvent(
        String id,
        Type type,
        String listener,
        TrackId trackId,
        long positionMs,
        String sessionId,
        @Nullable String deviceId,
        Instant at) {
    /** No playhead is beyond 24 hours. */
    public static final long LAST_POSITION_MS = Duration.ofHours(24).toMillis();

    /** What the player did. */
    public enum Type {
        STARTED,
        PROGRESS,
        PAUSED,
        SEEKED,
        FINISHED,
        SKIPPED
    }

    public PlayEvent {
        Word.require("id", id);
        Values.require("type", type);
        Word.require("listener", listener);
        Values.require("trackId", trackId);
        Values.requireWithin("positionMs", positionMs, LAST_POSITION_MS);
        Word.require("sessionId", sessionId);
        if (deviceId != null) {
            Word.require("deviceId", deviceId);
        }
        Values.requireTime("at", at);
    }
}
