package dev.legato.edge.lane;

/**
 * A time, by both clocks.
 *
 * @param seconds since 1970
 * @param nanos of {@link System#nanoTime}
 */
public record Moment(long seconds, long nanos) {}
