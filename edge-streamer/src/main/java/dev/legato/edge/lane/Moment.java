package dev.legato.edge.lane;

/**
 * A point in time, by the wall clock and by the monotonic one.
 *
 * @param seconds since 1970
 * @param nanos of {@link System#nanoTime}
 */
public record Moment(long seconds, long nanos) {}
