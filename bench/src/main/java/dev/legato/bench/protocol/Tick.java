package dev.legato.bench.protocol;

/**
 * One step of a turn's time line.
 *
 * @param at seconds since the measurement began; -1 before
 * @param seconds its length
 * @param p50 milliseconds, as the next two
 */
public record Tick(
        double at, double seconds, long requests, long bytes, long errors, double p50, double p99, double max) {}
