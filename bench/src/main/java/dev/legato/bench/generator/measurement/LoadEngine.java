package dev.legato.bench.generator.measurement;

import java.util.List;

/**
 * Puts load on a job's servers, one at a time, and records what becomes of it. All is done by the thread that calls it. A
 * server is its index in the job; moments are of System.nanoTime.
 */
public interface LoadEngine extends AutoCloseable {
    /** So many failed requests end a run. */
    int MAX_ERRORS = 1000;

    /** Starts the load on a server; it may start again once all is drained. */
    void begin(int server, long now);

    /**
     * Sends what is due and takes answers, until a moment or the end of the load.
     *
     * @throws LoadException when the server's figures would mean nothing
     */
    void run(int server, long until);

    /** Whether the load on a server has ended by itself: all it had to ask is answered. */
    default boolean finished(int server) {
        return false;
    }

    /** Makes no further request due; those due before are still sent. */
    void stop(int server, long now);

    /**
     * Goes on until nothing is due or outstanding, after {@link #stop}.
     *
     * @return whether that was so before a moment
     */
    boolean drain(int server, long until);

    /** Reads what generator, server and machine have used. */
    Meter read(List<Long> serverPids);

    /** The congestion control of the first connection, or {@code unknown}. */
    String congestionControl();

    @Override
    void close();
}
