package dev.legato.contracts;

import java.time.Instant;

/**
 * A playback of which enough was heard to be a play, the data of a {@value #TYPE} event on {@link Topics#HEARD}. There is
 * one event per playback, when it becomes a play; its id, {@code {listener}.{sessionId}.{trackId}}, is the playback's.
 *
 * @param listener the account's id
 * @param trackId a track of the catalogue
 * @param sessionId one playback of one track, unique per listener and track
 * @param startedAt when the playback started by the player's clock, UTC
 * @param heardMs how much was heard when it became a play, milliseconds of the track
 */
public record HeardPlay(String listener, TrackId trackId, String sessionId, Instant startedAt, long heardMs) {
    /** Its events' type. */
    public static final String TYPE = "dev.legato.play.heard";

    public HeardPlay {
        Word.require("listener", listener);
        Values.require("trackId", trackId);
        Word.require("sessionId", sessionId);
        Values.requireTime("startedAt", startedAt);
        Values.requireWithin("heardMs", heardMs, Long.MAX_VALUE);
    }

    /** Its event's id. */
    public String eventId() {
        return "%s.%s.%s".formatted(listener, sessionId, trackId);
    }
}
