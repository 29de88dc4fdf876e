package dev.legato.bench.catalogue;

import java.util.Locale;

/**
 * What reads of one kind cost.
 *
 * @param what was read
 * @param reads how many
 * @param seconds it took
 * @param own processor seconds of the process that read
 * @param redis processor seconds of Redis
 * @param postgres processor seconds of PostgreSQL
 * @param near part of the reads that were answered from memory
 * @param fromRedis part of them that Redis answered
 */
public record Figure(
        String what,
        long reads,
        double seconds,
        double own,
        double redis,
        double postgres,
        double near,
        double fromRedis) {
    /** A line of the report. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-46s %,12.0f reads/s; per read %8.2f µs of our processor, %6.2f of Redis', %7.2f of PostgreSQL's;"
                        + " per second and core %,12.0f; %.1f %% from memory, %.1f %% from Redis",
                what,
                reads / seconds,
                own * 1e6 / reads,
                redis * 1e6 / reads,
                postgres * 1e6 / reads,
                reads / own,
                100 * near,
                100 * fromRedis);
    }
}
