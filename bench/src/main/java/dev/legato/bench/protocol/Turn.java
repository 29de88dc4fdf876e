package dev.legato.bench.protocol;

import java.util.List;

/**
 * Load on one of a {@link LoadJob}'s servers while the others wait, one JSON line on a generator's standard input.
 *
 * @param server which, from 0
 * @param serverPids its processes, whose CPU time is read at the measurement's ends; may be empty
 * @param start a moment of System.nanoTime, which all processes of a machine share
 * @param warmUpSeconds load before the measurement
 */
public record Turn(int server, List<Long> serverPids, long start, double warmUpSeconds, double measureSeconds) {
    /** The line after a job's last turn. */
    public static final String END = "end";
}
