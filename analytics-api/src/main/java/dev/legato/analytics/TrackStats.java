package dev.legato.analytics;

/**
 * A track's figures of all time.
 *
 * @param listeners how many different accounts played it
 */
record TrackStats(String trackId, long plays, long listeners) implements Result {}
