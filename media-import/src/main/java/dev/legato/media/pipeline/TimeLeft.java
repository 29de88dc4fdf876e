package dev.legato.media.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Reckons when work will be over from the pace so far. Used by several threads. */
final class TimeLeft {
    private final InstantSource clock;
    private final Instant start;
    private final long total;
    private long done;

    /** @param total work in any unit */
    TimeLeft(InstantSource clock, long total) {
        this.clock = clock;
        this.start = clock.instant();
        this.total = total;
    }

    /** Notes that some work is done, and tells how long the rest will take. */
    synchronized Duration after(long work) {
        done += work;
        double elapsed = Duration.between(start, clock.instant()).toMillis();
        return Duration.ofMillis(done <= 0 ? 0 : (long) (elapsed * Math.max(0, total - done) / done));
    }
}
