package dev.legato.metadata.cache;

import dev.legato.metadata.cache.CacheMetrics.Level;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was read from Redis or PostgreSQL.
 *
 * @param value null if there is none
 * @param bytes the length of its document
 * @param keepMillis for how long a process may keep it
 * @param stale whether it must be read again
 * @param level where it was found
 */
record Loaded<T>(@Nullable T value, int bytes, long keepMillis, boolean stale, Level level) {}
