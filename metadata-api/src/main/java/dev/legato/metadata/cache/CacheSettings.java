package dev.legato.metadata.cache;

import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * How long catalogue entries are kept where.
 *
 * @param patience {@code metadata.cachePatience}, how long a lookup waits for Redis before it continues without it
 * @param nearBytes {@code metadata.cache.near}, about how much memory of this process entries may take
 * @param nearFor {@code metadata.cache.nearFor}, for how long an entry is kept in this process at most
 * @param fresh {@code metadata.cache.fresh}, after which an entry in Redis is read from PostgreSQL again
 * @param stale {@code metadata.cache.stale}, how much longer it is answered while that goes on
 * @param missing {@code metadata.cache.missing}, for how long it is remembered that there is no such entry
 */
public record CacheSettings(
        Duration patience, long nearBytes, Duration nearFor, Duration fresh, Duration stale, Duration missing) {
    private static final long MEBIBYTE = 1 << 20;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);

    public static CacheSettings from(Settings settings) {
        return new CacheSettings(
                settings.duration(
                        "metadata.cachePatience", Duration.ofMillis(150), Duration.ofMillis(1), Duration.ofMinutes(1)),
                settings.bytes("metadata.cache.near", 32 * MEBIBYTE, 16_384 * MEBIBYTE),
                settings.duration("metadata.cache.nearFor", Duration.ofSeconds(30), LEAST, Duration.ofMinutes(10)),
                settings.duration("metadata.cache.fresh", Duration.ofMinutes(10), LEAST, MOST),
                settings.duration("metadata.cache.stale", Duration.ofMinutes(10), LEAST, MOST),
                settings.duration("metadata.cache.missing", Duration.ofSeconds(5), LEAST, Duration.ofMinutes(1)));
    }
}
