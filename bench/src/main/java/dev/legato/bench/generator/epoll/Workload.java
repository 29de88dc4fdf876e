package dev.legato.bench.generator.epoll;

import dev.legato.bench.generator.measurement.Failure;

/** Decides what is asked, when, on which connection. Runs on the event loop's thread and must not wait. */
public interface Workload {
    /** The time has come; for servers that take turns it comes again, once all is {@link #idle}. */
    void begin(long now);

    /**
     * Does what is due.
     *
     * @param now System.nanoTime
     * @return when to be called again at the latest, or {@link Long#MAX_VALUE}
     */
    long tick(long now);

    /** The response is whole and right; the connection is free. */
    void completed(Connection connection, long now);

    /** The request failed and was counted; the connection is being made anew and then {@link #reopened}. */
    void failed(Connection connection, Failure why, long now);

    /** A connection whose request had failed is free again. */
    void reopened(Connection connection, long now);

    /** No more requests from now on, but those due before are still wanted. */
    void stop(long now);

    /** Whether it has asked all it had to ask of this turn, and has the answers; never for load that lasts for a time. */
    default boolean finished() {
        return false;
    }

    /** Whether, after {@link #stop}, nothing is outstanding. */
    boolean idle();
}
